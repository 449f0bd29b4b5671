// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.sms.DurationText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The {@code spec.definition} of a Kamelet as the JSON Schema of its parameters. Immutable and thread-safe.
 *
 * @param kamelet its name
 */
record KameletParameters(String kamelet, JsonNode properties, JsonSchema schema) {

    private static final Set<String> NUMBERS = Set.of("minimum", "maximum", "multipleOf");
    private static final Set<String> RULES = Set.of(
            "type",
            "enum",
            "pattern",
            "minimum",
            "maximum",
            "multipleOf",
            "minLength",
            "maxLength",
            "exclusiveMinimum",
            "exclusiveMaximum");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4);
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();

    /** @param definition a Kamelet's {@code spec.definition} without faults */
    static KameletParameters of(String kamelet, JsonNode definition) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        schema.put("type", "object").put("additionalProperties", false);
        if (!definition.path("required").isEmpty()) {
            schema.set("required", definition.get("required"));
        }
        ObjectNode properties = schema.putObject("properties");
        definition.path("properties").properties().forEach(entry -> {
            ObjectNode property = properties.putObject(entry.getKey());
            entry.getValue().properties().forEach(rule -> {
                if (NUMBERS.contains(rule.getKey())) { // text in the Kamelet CRD
                    number(rule.getValue().asText()).ifPresent(value -> property.put(rule.getKey(), value));
                } else if (RULES.contains(rule.getKey())) {
                    property.set(rule.getKey(), rule.getValue());
                }
            });
        });
        return new KameletParameters(kamelet, definition.path("properties"), SCHEMAS.getSchema(schema, CONFIG));
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The names of the properties that must be given. */
    List<String> missing(Set<String> given) {
        return texts(schema.getSchemaNode().path("required"))
                .filter(name -> !given.contains(name))
                .toList();
    }

    String format(String name) {
        return properties.path(name).path("format").asText("");
    }

    /** What is wrong with parameters of these names and values, by name. Values with placeholders are right. */
    Map<String, String> problems(Map<String, String> values) {
        ObjectNode given = JsonNodeFactory.instance.objectNode();
        values.forEach((name, value) -> {
            if (!isOpen(value)) {
                given.set(name, typed(value, properties.path(name).path("type").asText()));
            }
        });
        Map<String, String> problems = schema.validate(given).stream()
                .filter(violation -> !violation.getType().equals("required"))
                .collect(Collectors.toMap(
                        KameletParameters::parameter, this::sentence, (first, second) -> first, TreeMap::new));
        given.fieldNames().forEachRemaining(name -> {
            if (format(name).equals("duration")) {
                durationProblem(name, values.get(name)).ifPresent(problem -> problems.putIfAbsent(name, problem));
            }
        });
        return problems;
    }

    /** Whether only the running hub knows the value. */
    private static boolean isOpen(String value) {
        return value.contains("{{") || value.contains("${") || value.startsWith("#");
    }

    private static String parameter(ValidationMessage violation) {
        return violation.getType().equals("additionalProperties")
                ? violation.getProperty()
                : violation.getInstanceLocation().getName(0);
    }

    private String sentence(ValidationMessage violation) {
        String name = parameter(violation);
        if (violation.getType().equals("additionalProperties")) {
            return "Kamelet " + kamelet + " has no property " + name
                    + DidYouMean.question(
                            name,
                            names(),
                            () -> "; it has " + (properties.isEmpty() ? "none" : String.join(", ", names())));
        }
        JsonNode property = properties.path(name);
        String rule = property.path(violation.getType()).asText();
        return "property " + name + " is " + shown(name, violation.getInstanceNode()) + "; it must "
                + switch (violation.getType()) {
                    case "type" -> "be " + typeInWords(property.path("type").asText());
                    case "enum" ->
                        "be one of " + texts(property.path("enum")).collect(Collectors.joining(", "))
                                + near(violation.getInstanceNode(), property.path("enum"));
                    case "pattern" -> form(property, rule);
                    case "minimum" -> "be at least " + rule;
                    case "maximum" -> "be at most " + rule;
                    default -> violation.getMessage().replaceFirst("^[^:]*: (must )?", "");
                };
    }

    private static String form(JsonNode property, String pattern) {
        String example = property.path("example").asText();
        return (example.isEmpty() ? "" : "look like " + example + " and ") + "match " + pattern;
    }

    private static String near(JsonNode value, JsonNode allowed) {
        return DidYouMean.question(value.asText(), texts(allowed).toList());
    }

    private static String typeInWords(String type) {
        return switch (type) {
            case "boolean" -> "true or false";
            case "integer" -> "an integer";
            default -> "a " + type;
        };
    }

    private String shown(String name, JsonNode value) {
        return format(name).equals("password")
                ? "not of the right form"
                : value.isNumber() ? value.asText() : "'" + value.asText() + "'";
    }

    private Optional<String> durationProblem(String name, String value) {
        try {
            if (!value.isEmpty()) {
                DurationText.parseOption(value);
            }
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("property " + name + " is '" + value + "'; it " + e.getMessage());
        }
    }

    private static JsonNode typed(String value, String type) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (type) {
            case "boolean" ->
                value.equals("true") || value.equals("false")
                        ? nodes.booleanNode(value.equals("true"))
                        : nodes.textNode(value);
            case "integer" ->
                value.matches("-?[0-9]{1,30}") ? nodes.numberNode(new BigInteger(value)) : nodes.textNode(value);
            case "number" -> number(value).<JsonNode>map(nodes::numberNode).orElse(nodes.textNode(value));
            default -> nodes.textNode(value);
        };
    }

    private static Optional<BigDecimal> number(String text) {
        return text.matches("-?[0-9]{1,30}(\\.[0-9]{1,30})?") ? Optional.of(new BigDecimal(text)) : Optional.empty();
    }

    private static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }
}
