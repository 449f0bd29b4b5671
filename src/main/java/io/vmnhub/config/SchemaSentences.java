// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.ValidationMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in an operator's words what a schema violation means: what is there, what must be, and what was probably meant.
 */
final class SchemaSentences {

    private final JsonNode schema;
    private final YamlNode root;
    private final Problems problems;

    SchemaSentences(JsonNode schema, YamlNode root, Problems problems) {
        this.schema = schema;
        this.root = root;
        this.problems = problems;
    }

    void report(ValidationMessage violation) {
        String pointer = violation.getInstanceLocation().toString();
        String keyword = violation.getType();
        String place = violation.getSchemaLocation().getFragment().toString();
        String alternatives = alternatives(place);
        if (alternatives != null) {
            place = alternatives.substring(0, alternatives.lastIndexOf('/'));
            pointer = ownerOf(violation, pointer);
            keyword = "alternatives";
        } else {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        JsonNode rule = schema.at(place);
        switch (keyword) {
            case "additionalProperties" -> unknownKey(pointer, violation.getProperty(), rule);
            case "required" -> missingKey(pointer, violation.getProperty(), rule);
            default -> wrongValue(pointer, keyword, rule, violation);
        }
    }

    /** The path up to the first anyOf, oneOf or not, whose branches' own complaints would only confuse. */
    private static String alternatives(String place) {
        for (String keyword : List.of("/anyOf", "/oneOf")) {
            int at = place.indexOf(keyword);
            if (at >= 0) {
                return place.substring(0, at + keyword.length());
            }
        }
        return null;
    }

    /** The value that the alternatives are about: a branch may complain about something inside it. */
    private static String ownerOf(ValidationMessage violation, String pointer) {
        return violation.getType().equals("additionalProperties")
                ? pointer.substring(0, pointer.lastIndexOf('/'))
                : pointer;
    }

    private void unknownKey(String pointer, String key, JsonNode rule) {
        List<String> known = new ArrayList<>();
        rule.path("properties").fieldNames().forEachRemaining(known::add);
        String meant = DidYouMean.question(key, known);
        problems.add(
                YamlPlace.key(root, pointer, key),
                pointer + "/" + YamlPlace.escaped(key),
                YamlPlace.about(pointer, "unknown key '" + key + "', known are " + String.join(", ", known) + meant));
    }

    private void missingKey(String pointer, String key, JsonNode rule) {
        JsonNode property = rule.path("properties").path(key);
        String title = property.path("title").asText("");
        String about = title.equalsIgnoreCase(key) ? "" : title;
        problems.add(
                YamlPlace.find(root, pointer).position(),
                pointer,
                YamlPlace.about(
                        pointer,
                        "key '" + key + "' is missing" + (about.isEmpty() ? "" : " (" + about + ")")
                                + allowed(property)));
    }

    private static String allowed(JsonNode property) {
        List<String> words = words(property);
        if (!words.isEmpty()) {
            return ", one of " + String.join(", ", words);
        }
        JsonNode example = property.path("examples").path(0);
        return example.isValueNode() && !example.isMissingNode()
                ? ", for example " + property.path("examples").path(0).asText()
                : "";
    }

    private void wrongValue(String pointer, String keyword, JsonNode rule, ValidationMessage violation) {
        YamlPlace place = YamlPlace.find(root, pointer);
        if (place.node() instanceof YamlNode.Scalar && problems.at(pointer)) {
            return; // one complaint about one value is enough
        }
        String sentence = switch (keyword) {
            case "uniqueItems" -> "has the same entry twice";
            case "minItems" ->
                "is empty, but needs at least " + rule.path("minItems").asText() + " entry";
            case "alternatives" -> alternativesSentence(place, rule);
            default -> is(place.node()) + ", but " + must(keyword, rule, violation);
        };
        problems.add(place.position(), pointer, YamlPlace.about(pointer, sentence));
    }

    private String alternativesSentence(YamlPlace place, JsonNode rule) {
        List<String> words = words(rule);
        if (words.isEmpty()) {
            return rule.path("errorMessage").asText("fits none of the alternatives");
        }
        String meant = place.node() instanceof YamlNode.Scalar scalar && !scalar.secret()
                ? DidYouMean.question(scalar.text(), words)
                : "";
        return is(place.node()) + ", but must be one of " + String.join(", ", words) + meant;
    }

    /** The words that a rule allows; the other alternative is always a placeholder. */
    private static List<String> words(JsonNode rule) {
        List<String> words = new ArrayList<>();
        rule.path("anyOf").path(0).path("enum").forEach(word -> words.add(word.asText()));
        return words;
    }

    private static String must(String keyword, JsonNode rule, ValidationMessage violation) {
        return switch (keyword) {
            case "minimum", "maximum" ->
                rule.has("minimum") && rule.has("maximum")
                        ? "must be " + rule.get("minimum").asText() + " to "
                                + rule.get("maximum").asText()
                        : "must be " + (keyword.equals("minimum") ? "at least " : "at most ")
                                + rule.get(keyword).asText();
            case "pattern" ->
                rule.path("patternErrorMessage")
                        .asText("must match " + rule.path("pattern").asText());
            case "type" ->
                rule.path("patternErrorMessage")
                        .asText("must be "
                                + (words(rule).isEmpty()
                                        ? kind(rule.path("type"))
                                        : "one of " + String.join(", ", words(rule))));
            default -> "breaks the rule '" + keyword + ": " + violation.getSchemaNode() + "'";
        };
    }

    private static String kind(JsonNode type) {
        List<String> kinds = new ArrayList<>();
        for (JsonNode one :
                type.isArray() ? type : JsonNodeFactory.instance.arrayNode().add(type)) {
            kinds.add(
                    switch (one.asText()) {
                        case "object" -> "a group of keys";
                        case "array" -> "a list";
                        case "integer" -> "a whole number";
                        case "boolean" -> "true or false";
                        case "string" -> "a text";
                        default -> "a " + one.asText();
                    });
        }
        return String.join(" or ", kinds);
    }

    private static String is(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.absent() ? "has no value" : "is " + scalar.shown();
        }
        return "is " + node.kind();
    }
}
