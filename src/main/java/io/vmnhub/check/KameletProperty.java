// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import io.vmnhub.exchange.DurationText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * One property of a Kamelet's definition and the values it takes.
 *
 * @param type string, integer, number or boolean
 * @param format of a string: duration, sink-list or anything else, which is not checked
 * @param allowed the enumeration; empty when there is none
 */
record KameletProperty(
        String name,
        String type,
        String format,
        List<String> allowed,
        Optional<Pattern> pattern,
        Optional<BigDecimal> minimum,
        Optional<BigDecimal> maximum) {

    static final List<String> TYPES = List.of("string", "integer", "number", "boolean");

    /** Reads a property; what is wrong with it is noted in {@code file}. */
    static KameletProperty of(String name, Node node, KameletYaml file) {
        String type = KameletYaml.at(node, "type").flatMap(KameletYaml::text).orElse("");
        if (!TYPES.contains(type)) {
            file.found(
                    node,
                    "property " + name + (type.isEmpty() ? " has no type" : " has the type " + type) + "; use one of "
                            + String.join(", ", TYPES));
            type = "string";
        }
        List<String> allowed = new ArrayList<>();
        KameletYaml.at(node, "enum").ifPresent(list -> {
            if (list instanceof SequenceNode sequence) {
                sequence.getValue().forEach(value -> KameletYaml.text(value).ifPresent(allowed::add));
            }
        });
        KameletProperty property = new KameletProperty(
                name,
                type,
                KameletYaml.at(node, "format").flatMap(KameletYaml::text).orElse(""),
                List.copyOf(allowed),
                pattern(name, node, file),
                number(name, node, "minimum", file),
                number(name, node, "maximum", file));
        KameletYaml.at(node, "default")
                .ifPresent(value -> KameletYaml.text(value)
                        .filter(text -> !text.isEmpty())
                        .flatMap(property::problem)
                        .ifPresent(problem -> file.found(value, "the default of " + problem)));
        return property;
    }

    private static Optional<Pattern> pattern(String name, Node node, KameletYaml file) {
        Optional<Node> pattern = KameletYaml.at(node, "pattern");
        try {
            return pattern.flatMap(KameletYaml::text).map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            file.found(
                    pattern.get(),
                    "the pattern of property " + name + " is not a regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private static Optional<BigDecimal> number(String name, Node node, String key, KameletYaml file) {
        Optional<Node> bound = KameletYaml.at(node, key);
        try {
            return bound.flatMap(KameletYaml::text).map(BigDecimal::new);
        } catch (NumberFormatException e) {
            file.found(bound.get(), "the " + key + " of property " + name + " is not a number");
            return Optional.empty();
        }
    }

    /**
     * What is wrong with {@code value}; empty when nothing is, or when only the running hub can know (a placeholder).
     */
    Optional<String> problem(String value) {
        if (value.contains("{{") || value.contains("${") || value.startsWith("#")) {
            return Optional.empty();
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            return Optional.of(
                    "property " + name + " is '" + value + "'; it must be one of " + String.join(", ", allowed));
        }
        if (pattern.isPresent() && !pattern.get().matcher(value).find()) {
            return Optional.of("property " + name + " is '" + value + "'; it must match " + pattern.get());
        }
        return switch (type) {
            case "boolean" ->
                value.equals("true") || value.equals("false")
                        ? Optional.empty()
                        : Optional.of("property " + name + " is '" + value + "'; it must be true or false");
            case "integer", "number" -> numberProblem(value);
            default -> "duration".equals(format) ? durationProblem(value) : Optional.empty();
        };
    }

    private Optional<String> numberProblem(String value) {
        BigDecimal number;
        try {
            number = type.equals("integer") ? new BigDecimal(Long.parseLong(value)) : new BigDecimal(value);
        } catch (NumberFormatException e) {
            return Optional.of("property " + name + " is '" + value + "'; it must be "
                    + (type.equals("integer") ? "an integer" : "a number"));
        }
        if (minimum.isPresent() && number.compareTo(minimum.get()) < 0) {
            return Optional.of("property " + name + " is " + value + "; it must be at least " + minimum.get());
        }
        if (maximum.isPresent() && number.compareTo(maximum.get()) > 0) {
            return Optional.of("property " + name + " is " + value + "; it must be at most " + maximum.get());
        }
        return Optional.empty();
    }

    private Optional<String> durationProblem(String value) {
        try {
            DurationText.parse(value);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("property " + name + " is " + e.getMessage());
        }
    }
}
