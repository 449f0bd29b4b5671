// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

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
}
