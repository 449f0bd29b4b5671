// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Records as the JSON that {@link RecordLines} writes of them, for those who show some. */
public final class RecordJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordJson() {}

    private interface Written {

        void by(RecordLines lines) throws IOException;
    }

    public static ObjectNode of(MessageRecord record) {
        return node(lines -> lines.write(record));
    }

    /** A query as the record of a message has it. */
    public static ObjectNode of(RoutingQuery query) {
        return node(lines -> lines.write(query));
    }

    static String text(RoutingQuery query) {
        return new String(octets(lines -> lines.write(query)), StandardCharsets.UTF_8);
    }

    private static ObjectNode node(Written written) {
        try {
            return (ObjectNode) JSON.readTree(octets(written));
        } catch (IOException e) {
            throw new UncheckedIOException("a record in memory cannot be read as JSON", e);
        }
    }

    private static byte[] octets(Written written) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (RecordLines lines = new RecordLines(octets)) {
            written.by(lines);
            lines.flush();
            return octets.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("a record in memory cannot be written as JSON", e);
        }
    }

    /** @throws IOException when it is not what {@link #text} writes */
    static RoutingQuery query(String json) throws IOException {
        JsonNode form = JSON.readTree(json);
        if (!form.path("at").isTextual() || !form.path("answer").isTextual()) {
            throw new IOException("a query has 'at' and 'answer', but this has " + form.size() + " other fields");
        }
        return new RoutingQuery(
                Instant.parse(form.path("at").asText()),
                form.path("callingTitle").textValue(),
                form.path("answer").asText(),
                form.path("imsi").textValue(),
                form.path("correlation").asBoolean(),
                form.path("networkNodeNumber").textValue());
    }
}
