// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.vmnhub.config.DidYouMean;
import io.vmnhub.config.Finding;
import io.vmnhub.config.YamlFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What in a file of routes is against the JSON Schema of Camel's YAML. Immutable and thread-safe. */
final class RouteSchema {

    private static final String SCHEMA = "schema/camelYamlDsl.json";
    private static final String TEMPLATE = "/spec/template";
    private static final String STEP = "org.apache.camel.model.ProcessorDefinition";
    private static final Set<String> SCALARS = Set.of("string", "boolean", "number", "integer");

    private final JsonNode document;
    private final JsonSchema schema;

    RouteSchema() {
        try (InputStream in = RouteSchema.class.getClassLoader().getResourceAsStream(SCHEMA)) {
            if (in == null) {
                throw new IllegalStateException("the library of Camel's YAML reader has no " + SCHEMA);
            }
            document = new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(SCHEMA + " cannot be read", e);
        }
        JsonMetaSchema dialect = JsonMetaSchema.builder(JsonMetaSchema.getV4())
                .keywords(List.of(new NonValidationKeyword("deprecated")))
                .build();
        schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4, builder -> builder.metaSchema(dialect))
                .getSchema(
                        document,
                        SchemaValidatorsConfig.builder()
                                .pathType(PathType.JSON_POINTER)
                                .preloadJsonSchema(false) // all of it takes seconds, and a file has few of the steps
                                .build());
    }

    /** Of a file of routes. */
    List<Finding> routes(YamlFile file) {
        return file.json().isArray()
                ? findings(file, file.json(), "", "")
                : List.of(Finding.of(file.path(), 1, "must be a list: begin each route with '- route:'"));
    }

    /** Of the template of a Kamelet. */
    List<Finding> template(YamlFile file) {
        if (!(file.json().at(TEMPLATE) instanceof ObjectNode template)) {
            return List.of();
        }
        ObjectNode route = template.deepCopy();
        if (!route.has("id")) {
            route.put("id", "kamelet");
        }
        JsonNode routes = JsonNodeFactory.instance
                .arrayNode()
                .add(JsonNodeFactory.instance.objectNode().set("routeTemplate", route));
        return findings(file, routes, "/0/routeTemplate", TEMPLATE);
    }

    /** @param inFile where in the file stands what {@code pointer} points to */
    private List<Finding> findings(YamlFile file, JsonNode routes, String pointer, String inFile) {
        Map<String, List<ValidationMessage>> byPlace = new TreeMap<>(schema.validate(routes).stream()
                .filter(violation -> !isTaken(violation))
                .collect(Collectors.groupingBy(
                        violation -> violation.getInstanceLocation().toString())));
        List<Finding> findings = new ArrayList<>();
        byPlace.forEach((place, violations) -> sentences(violations, hasInner(byPlace, place))
                .forEach((key, sentence) -> findings.add(Finding.of(
                        file.path(),
                        file.position(inFile + place.substring(Math.min(pointer.length(), place.length())) + key)
                                .line(),
                        sentence))));
        return findings;
    }

    /** Camel's reader takes one single value for another, and placeholders everywhere. */
    private static boolean isTaken(ValidationMessage violation) {
        JsonNode value = violation.getInstanceNode();
        return violation.getType().equals("type")
                && value != null
                && value.isValueNode()
                && !value.isNull()
                && SCALARS.contains(violation.getSchemaNode().asText())
                && (violation.getSchemaNode().asText().equals("string")
                        || value.asText().contains("{{")
                        || violation.getSchemaNode().asText().equals("boolean")
                                && value.asText().matches("true|false")
                        || violation.getSchemaNode().asText().equals("number")
                                && value.asText().matches("-?[0-9.]+"));
    }

    private static boolean hasInner(Map<String, List<ValidationMessage>> byPlace, String place) {
        return byPlace.keySet().stream().anyMatch(other -> other.startsWith(place + "/"));
    }

    /** By the end of the pointer that they are about. */
    private Map<String, String> sentences(List<ValidationMessage> violations, boolean inner) {
        Map<String, String> sentences = new TreeMap<>();
        Set<String> types = new LinkedHashSet<>();
        for (ValidationMessage violation : violations) {
            switch (violation.getType()) {
                case "additionalProperties" ->
                    sentences.put(YamlFile.pointer("", violation.getProperty()), unknown(violation));
                case "maxProperties" ->
                    sentences.put("", "more than one key is in a step: each step begins with '- ' and has one");
                case "enum" -> sentences.put("", noneOf(violation));
                case "type" -> types.add(violation.getSchemaNode().asText());
                default -> {}
            }
        }
        boolean alternatives = violations.stream()
                .anyMatch(violation -> violation.getSchemaLocation().toString().contains("Of/"));
        if (sentences.isEmpty()) {
            violations.stream()
                    .filter(violation -> violation.getType().equals("required") && !alternatives)
                    .forEach(violation -> sentences.put("", "the key " + violation.getProperty() + " is missing"));
        }
        if (sentences.isEmpty() && !types.isEmpty() && !inner) {
            sentences.put(
                    "",
                    keyOf(violations.get(0)) + "must be "
                            + types.stream().map(RouteSchema::kind).collect(Collectors.joining(" or ")));
        }
        return sentences;
    }

    /** The key whose value is wrong, to begin a sentence with. */
    private static String keyOf(ValidationMessage violation) {
        String place = violation.getInstanceLocation().toString();
        String key = place.substring(place.lastIndexOf('/') + 1);
        return key.isEmpty() || key.matches("[0-9]+") ? "" : key + " ";
    }

    private String unknown(ValidationMessage violation) {
        String place = violation.getSchemaLocation().getFragment().toString();
        String owner = place.substring(0, place.lastIndexOf('/'));
        List<String> known = new ArrayList<>();
        document.at(owner).path("properties").fieldNames().forEachRemaining(known::add);
        String word = violation.getProperty();
        String message = owner.endsWith(STEP) ? "there is no step " + word : "there is no key " + word + " here";
        return message
                + DidYouMean.question(
                        word, known, () -> known.size() > 12 ? "" : "; there are " + String.join(", ", known));
    }

    private static String noneOf(ValidationMessage violation) {
        List<String> words = new ArrayList<>();
        violation.getSchemaNode().forEach(word -> words.add(word.asText()));
        String word = violation.getInstanceNode().asText();
        return keyOf(violation) + "is '" + word + "'; it must be one of " + String.join(", ", words)
                + DidYouMean.question(word, words);
    }

    private static String kind(String type) {
        return switch (type) {
            case "object" -> "a group of keys";
            case "array" -> "a list";
            case "boolean" -> "true or false";
            case "number", "integer" -> "a number";
            default -> "a text";
        };
    }
}
