// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.log.ThrottledLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Keeps the latest of the audit log over a restart: a JSON object a line, the newest last. When it has twice as many
 * lines as are wanted, the older half goes. What cannot be written or read is missing here, with a warning in the log;
 * the audit log itself has all. Thread-safe; blocks.
 */
public final class AuditFile {

    private static final ThrottledLog LOG = new ThrottledLog(LoggerFactory.getLogger(AuditFile.class));

    private final ObjectMapper mapper = new ObjectMapper();
    private final Path file;
    private final int most;
    private int lines;
    private boolean opened;

    /** @param file is made when there is something to keep */
    public AuditFile(Path file) {
        this(file, AuditTrail.MOST);
    }

    AuditFile(Path file, int most) {
        this.file = file;
        this.most = most;
    }

    /** The latest entries, the oldest first. */
    synchronized List<JsonNode> read() {
        List<JsonNode> entries = new ArrayList<>();
        try {
            List<String> all = Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
            lines = all.size();
            all.subList(Math.max(0, lines - most), lines).stream()
                    .filter(line -> !line.isBlank())
                    .forEach(line -> entry(line, entries));
        } catch (IOException e) {
            LOG.warn("", "read", () -> "Former changes are not shown: " + file + " cannot be read: " + e);
        }
        return entries;
    }

    /** The last line may be half a one, when the power went. */
    private void entry(String line, List<JsonNode> entries) {
        try {
            JsonNode entry = mapper.readTree(line);
            Instant.parse(entry.path("at").asText());
            entries.add(entry);
        } catch (JsonProcessingException | DateTimeParseException e) {
            LOG.warn("", "line", () -> "A line of " + file + " is left out of the changes: " + e.getMessage());
        }
    }

    synchronized void append(ObjectNode entry) {
        try {
            Files.createDirectories(file.getParent());
            if (lines >= 2 * most) {
                shorten();
            }
            String begin = opened || lines == 0 ? "" : "\n"; // the line before may have no end
            Files.writeString(file, begin + entry + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            opened = true;
            lines += begin.isEmpty() ? 1 : 2;
        } catch (IOException e) {
            LOG.warn("", "write", () -> "A change is in the log alone: " + file + " cannot be written: " + e);
        }
    }

    private void shorten() throws IOException {
        List<String> all = Files.readAllLines(file, StandardCharsets.UTF_8);
        Path rest = file.resolveSibling(file.getFileName() + ".new");
        Files.write(rest, all.subList(Math.max(0, all.size() - most), all.size()), StandardCharsets.UTF_8);
        try {
            Files.move(rest, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(rest, file, StandardCopyOption.REPLACE_EXISTING);
        }
        lines = Math.min(most, all.size());
    }
}
