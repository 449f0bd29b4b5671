// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receivers that have answered 410, in a file that outlives the hub: {@code {"<id>": {"url": "…", "since": "…"}}}.
 * A file that cannot be read or written is reported and costs no message: such a receiver is tried once more after a
 * restart. Its methods may block. Thread-safe.
 */
final class DisabledReceivers {

    private static final Logger LOG = LoggerFactory.getLogger(DisabledReceivers.class);
    private static final int MOST = 1_000;

    private final Optional<Path> file;
    private final ObjectMapper mapper = new ObjectMapper();
    private Map<String, Entry> entries;

    private record Entry(String url, Instant since) {}

    /** @param file where they are kept; none to forget them with the process */
    DisabledReceivers(Optional<Path> file) {
        this.file = file;
    }

    synchronized Optional<Instant> since(String id) {
        load();
        return Optional.ofNullable(entries.get(id)).map(Entry::since);
    }

    synchronized void add(String id, String url, Instant since) {
        load();
        if (entries.size() >= MOST) { // of receivers that are no longer configured
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(id, new Entry(url, since));
        save();
    }

    synchronized void remove(String id) {
        load();
        if (entries.remove(id) != null) {
            save();
        }
    }

    private void load() {
        if (entries != null) {
            return;
        }
        entries = new LinkedHashMap<>();
        if (file.isEmpty() || !Files.exists(file.get())) {
            return;
        }
        try {
            JsonNode all = mapper.readTree(Files.readAllBytes(file.get()));
            all.fields()
                    .forEachRemaining(field -> entries.put(
                            field.getKey(),
                            new Entry(
                                    field.getValue().path("url").asText(),
                                    Instant.parse(field.getValue().path("since").asText()))));
        } catch (IOException | DateTimeException e) {
            LOG.warn(
                    "Webhooks: {} cannot be read, so receivers that it disables are tried again: {}",
                    file.get(),
                    e.getMessage());
        }
    }

    private void save() {
        if (file.isEmpty()) {
            return;
        }
        ObjectNode all = mapper.createObjectNode();
        entries.forEach((id, entry) -> all.putObject(id)
                .put("url", entry.url())
                .put("since", entry.since().toString()));
        Path target = file.get().toAbsolutePath();
        Path fresh = target.resolveSibling(target.getFileName() + ".new");
        try {
            Files.createDirectories(target.getParent());
            Files.write(fresh, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(all));
            try (FileChannel written = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(fresh, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.warn(
                    "Webhooks: {} cannot be written; after a restart a receiver that has gone is tried once more: {}",
                    target,
                    e.getMessage());
        }
    }
}
