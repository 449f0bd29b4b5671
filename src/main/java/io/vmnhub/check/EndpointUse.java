// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * An endpoint as a route names it.
 *
 * @param node where it stands
 * @param scheme what is before the first colon
 * @param path what is between the colon and the question mark
 * @param parameters from the URI's query or from the mapping {@code parameters}, by their names in camel case
 */
record EndpointUse(Node node, String scheme, String path, Map<String, Parameter> parameters) {

    /**
     * One parameter.
     *
     * @param value as written, RAW(…) included
     * @param fromYaml true when it is an entry of {@code parameters}
     */
    record Parameter(Node node, String value, boolean fromYaml) {

        boolean raw() {
            return value.startsWith("RAW(") && value.endsWith(")") || value.startsWith("RAW{") && value.endsWith("}");
        }

        /** The value that reaches the endpoint. */
        String plain() {
            return raw() ? value.substring(4, value.length() - 1) : value;
        }
    }

    /**
     * Reads the value of a key such as {@code to}: a URI, or a mapping with uri and parameters. Empty when it is
     * neither.
     */
    static Optional<EndpointUse> of(Node node) {
        Optional<Node> uriNode = KameletYaml.text(node).isPresent() ? Optional.of(node) : KameletYaml.at(node, "uri");
        String uri = uriNode.flatMap(KameletYaml::text).orElse("");
        int colon = uri.indexOf(':');
        if (colon < 1) {
            return Optional.empty();
        }
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        int question = uri.indexOf('?');
        if (question > 0) {
            query(uriNode.get(), uri.substring(question + 1), parameters);
        }
        KameletYaml.at(node, "parameters")
                .map(KameletYaml::entries)
                .orElse(Map.of())
                .forEach((name, value) -> parameters.put(
                        camelCase(name),
                        new Parameter(value, KameletYaml.text(value).orElse(""), true)));
        String path = uri.substring(colon + 1, question > 0 ? question : uri.length());
        return Optional.of(new EndpointUse(
                uriNode.get(), uri.substring(0, colon), path.startsWith("//") ? path.substring(2) : path, parameters));
    }

    /** Reads the step {@code kamelet: {name, parameters}}. */
    static Optional<EndpointUse> ofKameletStep(Node node) {
        Optional<Node> nameNode = KameletYaml.text(node).isPresent() ? Optional.of(node) : KameletYaml.at(node, "name");
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        KameletYaml.at(node, "parameters")
                .map(KameletYaml::entries)
                .orElse(Map.of())
                .forEach((name, value) -> parameters.put(
                        camelCase(name),
                        new Parameter(value, KameletYaml.text(value).orElse(""), true)));
        return nameNode.flatMap(KameletYaml::text).map(name -> {
            int question = name.indexOf('?');
            if (question > 0) {
                query(nameNode.get(), name.substring(question + 1), parameters);
            }
            return new EndpointUse(
                    nameNode.get(), "kamelet", question > 0 ? name.substring(0, question) : name, parameters);
        });
    }

    /** Cuts a query at its ampersands, but not inside RAW(…), as Camel does. */
    private static void query(Node node, String query, Map<String, Parameter> parameters) {
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
                        new Parameter(node, split < 0 ? "" : pair.substring(split + 1), false));
            }
            start = end + 1;
        }
    }

    /** Camel takes properties in kebab case too. */
    private static String camelCase(String name) {
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
}
