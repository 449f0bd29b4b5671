// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.sms.UtcTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Records as the JSON that {@link RecordLines} writes of them, for those who show some. */
public final class RecordJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordJson() {}

    public static ObjectNode of(MessageRecord record) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (RecordLines lines = new RecordLines(line)) {
            lines.write(record);
            lines.flush();
            return (ObjectNode) JSON.readTree(line.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("a record in memory cannot be written as JSON", e);
        }
    }

    /** A query as the record of a message has it. */
    public static ObjectNode of(RoutingQuery query) {
        ObjectNode form = JSON.createObjectNode().put("at", UtcTime.of(query.at()));
        if (query.callingTitle() != null) {
            form.put("callingTitle", query.callingTitle());
        }
        form.put("answer", query.answer());
        if (query.imsi() != null) {
            form.put("imsi", query.imsi())
                    .put("correlation", query.correlation())
                    .put("networkNodeNumber", query.networkNodeNumber());
        }
        return form;
    }

    /** @throws IOException when it is not what {@link #of(RoutingQuery)} writes */
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
