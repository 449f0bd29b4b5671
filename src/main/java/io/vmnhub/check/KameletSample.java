// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.vmnhub.config.YamlFile;
import java.util.Optional;

/**
 * A use of a Kamelet with the values that its own definition gives as examples, to see whether its template can be
 * made.
 *
 * @param uri of the use
 */
record KameletSample(String uri) {

    /** A list of endpoints; its example names routes that a hub need not have. */
    private static final String SINKS = "sink-list";

    private static final String ANY_SINK = "log:check";

    /** Empty when a required property has no example. */
    static Optional<KameletSample> of(YamlFile file) {
        StringBuilder uri = new StringBuilder("kamelet:")
                .append(file.json().at("/metadata/name").asText())
                .append("/check");
        JsonNode definition = file.json().at("/spec/definition");
        char separator = '?';
        for (JsonNode required : definition.path("required")) {
            JsonNode property = definition.path("properties").path(required.asText());
            JsonNode value =
                    property.path("example").isMissingNode() ? property.at("/enum/0") : property.path("example");
            if (property.path("format").asText().equals(SINKS)) {
                value = TextNode.valueOf(ANY_SINK);
            }
            if (value.isMissingNode() || value.asText().contains("{{")) {
                return Optional.empty();
            }
            uri.append(separator)
                    .append(required.asText())
                    .append("=RAW(")
                    .append(value.asText())
                    .append(')');
            separator = '&';
        }
        return Optional.of(new KameletSample(uri.toString()));
    }
}
