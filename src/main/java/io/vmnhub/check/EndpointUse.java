// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmnhub.config.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An endpoint as a route or a Kamelet names it.
 *
 * @param file where
 * @param step the key that it stands behind, as {@code to}
 * @param pointer JSON pointer of the value with the URI
 * @param scheme what is before the first colon
 * @param path what is between the colon and the question mark
 * @param parameters from the URI's query or from the mapping {@code parameters}, by their names in camel case
 */
record EndpointUse(
        YamlFile file, String step, String pointer, String scheme, String path, Map<String, Parameter> parameters) {

    private static final Set<String> STEPS_WITH_ENDPOINT =
            Set.of("to", "toD", "tod", "from", "wireTap", "enrich", "pollEnrich", "poll", "deadLetterUri");
    private static final Set<String> STEPS_WITH_CONSTANTS = Set.of("enrich", "pollEnrich", "recipientList");

    /**
     * One parameter.
     *
     * @param pointer JSON pointer of where it stands
     * @param value as written, RAW(…) included
     * @param fromYaml true when it is an entry of {@code parameters}
     */
    record Parameter(String pointer, String value, boolean fromYaml) {

        boolean raw() {
            return value.startsWith("RAW(") && value.endsWith(")") || value.startsWith("RAW{") && value.endsWith("}");
        }

        /** The value that reaches the endpoint. */
        String plain() {
            return raw() ? value.substring(4, value.length() - 1) : value;
        }
    }

    /** All in a file, in its order. */
    static List<EndpointUse> in(YamlFile file) {
        List<EndpointUse> uses = new ArrayList<>();
        collect(file, file.json(), "", uses);
        return uses;
    }

    private static void collect(YamlFile file, JsonNode node, String pointer, List<EndpointUse> uses) {
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(file, node.get(i), pointer + "/" + i, uses);
        }
        node.properties().forEach(entry -> {
            String inner = YamlFile.pointer(pointer, entry.getKey());
            if (STEPS_WITH_ENDPOINT.contains(entry.getKey())) {
                of(file, entry.getKey(), entry.getValue(), inner).ifPresent(uses::add);
            } else if (entry.getKey().equals("kamelet")) {
                ofKameletStep(file, entry.getValue(), inner).ifPresent(uses::add);
            }
            if (STEPS_WITH_CONSTANTS.contains(entry.getKey())) {
                uses.addAll(constants(file, entry.getKey(), entry.getValue(), inner));
            }
            collect(file, entry.getValue(), inner, uses);
        });
    }

    /** URIs that stand as a constant expression: one, or for a recipient list several. */
    private static List<EndpointUse> constants(YamlFile file, String step, JsonNode node, String pointer) {
        List<EndpointUse> uses = new ArrayList<>();
        for (String place : List.of("/constant", "/expression/constant")) {
            JsonNode constant = node.at(place);
            String text = (constant.isObject() ? constant.path("expression") : constant).asText();
            String delimiter = node.path("delimiter").asText(",");
            for (String uri :
                    step.equals("recipientList") ? text.split(Pattern.quote(delimiter)) : new String[] {text}) {
                of(file, step, TextNode.valueOf(uri.strip()), pointer + place).ifPresent(uses::add);
            }
        }
        return uses;
    }

    /** A URI, or a mapping with uri and parameters; empty when it is neither. */
    private static Optional<EndpointUse> of(YamlFile file, String step, JsonNode node, String pointer) {
        String uri = node.isValueNode() ? node.asText() : node.path("uri").asText("");
        int colon = uri.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        int question = uri.indexOf('?');
        String path = uri.substring(colon + 1, question > colon ? question : uri.length());
        String uriPointer = node.isValueNode() ? pointer : pointer + "/uri";
        return Optional.of(new EndpointUse(
                file,
                step,
                uriPointer,
                uri.substring(0, colon),
                path.startsWith("//") ? path.substring(2) : path,
                parameters(node, pointer, uriPointer, question < 0 ? "" : uri.substring(question + 1))));
    }

    /** The step {@code kamelet: {name, parameters}}. */
    private static Optional<EndpointUse> ofKameletStep(YamlFile file, JsonNode node, String pointer) {
        String name = node.isValueNode() ? node.asText() : node.path("name").asText("");
        int question = name.indexOf('?');
        String namePointer = node.isValueNode() ? pointer : pointer + "/name";
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new EndpointUse(
                        file,
                        "kamelet",
                        namePointer,
                        "kamelet",
                        question < 0 ? name : name.substring(0, question),
                        parameters(node, pointer, namePointer, question < 0 ? "" : name.substring(question + 1))));
    }

    private static Map<String, Parameter> parameters(JsonNode node, String pointer, String uriPointer, String query) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        query(uriPointer, query, parameters);
        node.path("parameters").properties().forEach(entry -> {
            String place = YamlFile.pointer(pointer + "/parameters", entry.getKey());
            parameters.put(
                    camelCase(entry.getKey()),
                    new Parameter(place, entry.getValue().asText(), true));
        });
        return parameters;
    }

    /** Cuts a query at its ampersands, but not inside RAW(…), as Camel does. */
    private static void query(String pointer, String query, Map<String, Parameter> parameters) {
        int start = 0;
        while (start < query.length()) {
            int equals = query.indexOf('=', start);
            int end = query.indexOf('&', start);
            if (equals > 0 && (query.startsWith("RAW(", equals + 1) || query.startsWith("RAW{", equals + 1))) {
                int close = query.indexOf(query.charAt(equals + 4) == '(' ? ")" : "}", equals);
                end = close < 0 ? -1 : query.indexOf('&', close);
            }
            end = end < 0 ? query.length() : end;
            String pair = query.substring(start, end);
            int split = pair.indexOf('=');
            if (!pair.isEmpty()) {
                parameters.put(
                        camelCase(split < 0 ? pair : pair.substring(0, split)),
                        new Parameter(pointer, split < 0 ? "" : pair.substring(split + 1), false));
            }
            start = end + 1;
        }
    }

    /** Camel takes properties in kebab case too. */
    static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '-' && i + 1 < name.length()) {
                camel.append(Character.toUpperCase(name.charAt(++i)));
            } else {
                camel.append(name.charAt(i));
            }
        }
        return camel.toString();
    }

    /** Whether its place is only known while the hub runs. */
    boolean isDynamic() {
        return isDynamic(path);
    }

    /** Whether a text has placeholders or expressions, so that its value is only known while the hub runs. */
    static boolean isDynamic(String text) {
        return text.contains("${") || text.contains("{{");
    }
}
