// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long messages that could not be delivered, each a file {@code <id>.json} with its JSON form, and beside it why and
 * when in {@code deadLetter}, in a folder of its application. There are at most so many; the oldest go first. Every
 * method waits for the disk. Thread-safe.
 */
public final class DeadLetters {

    private static final String NOTE = "deadLetter";
    private static final String NAME = "(?!\\.+$)[A-Za-z0-9_.-]{1,100}";
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

    private final ThrottledLog lines = new ThrottledLog(LOG);
    private final Path folder;
    private final ObjectMapper mapper;
    private final int most;
    private int count = -1;

    DeadLetters(Path folder, ObjectMapper mapper, int most) {
        this.folder = folder;
        this.mapper = mapper;
        this.most = most;
    }

    /**
     * The message is on the disk when this returns.
     *
     * @throws IOException when it is not
     */
    synchronized void put(String application, ShortMessage message, String reason) throws IOException {
        Path place = Files.createDirectories(folder.resolve(application));
        Path file = place.resolve(message.id() + ".json");
        Path unfinished = place.resolve(message.id() + ".part");
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ObjectNode form = mapper.valueToTree(message);
            form.putObject(NOTE)
                    .put("reason", reason)
                    .put("diedAt", Instant.now().toString());
            channel.write(ByteBuffer.wrap(mapper.writeValueAsBytes(form)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        lines.warn(
                application,
                reason,
                () -> "SMS " + message.id() + " for application " + application + " is a dead letter: " + reason);
        count = count < 0 ? files().size() : count + 1;
        if (count > most) {
            List<Path> oldest = files();
            for (Path old : oldest.subList(0, Math.max(0, oldest.size() - most + most / 10))) {
                Files.deleteIfExists(old);
            }
            lines.warn(
                    "",
                    "too many",
                    () -> "There were more than " + most + " dead letters in " + folder + ": the oldest " + most / 10
                            + " are gone");
            count = files().size();
        }
    }

    /** The oldest of {@code application}, at most {@code most}. */
    public List<PutAside> list(String application, int most) throws IOException {
        List<PutAside> letters = new ArrayList<>();
        Path place = folder.resolve(application);
        if (!application.matches(NAME) || !Files.isDirectory(place)) {
            return letters;
        }
        List<Path> oldest;
        try (Stream<Path> found = Files.list(place)) {
            oldest = found.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .limit(most)
                    .toList();
        }
        for (Path file : oldest) {
            try {
                read(file).ifPresent(letters::add);
            } catch (DamagedFileException e) {
                LOG.error("{} It is left out; correct it, or move it away", e.getMessage()); // the others are shown
            }
        }
        return letters;
    }

    /** One of {@code application}. */
    public Optional<PutAside> find(String application, String id) throws IOException {
        return application.matches(NAME) && id.matches(NAME)
                ? read(folder.resolve(application).resolve(id + ".json"))
                : Optional.empty();
    }

    private Optional<PutAside> read(Path file) throws IOException {
        try {
            JsonNode form = mapper.readTree(Files.readAllBytes(file));
            JsonNode note = form.path(NOTE);
            return Optional.of(new PutAside(
                    mapper.treeToValue(form, ShortMessage.class),
                    note.path("reason").asText("not recorded"),
                    note.has("diedAt")
                            ? Instant.parse(note.path("diedAt").asText())
                            : Files.getLastModifiedTime(file).toInstant()));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            throw new DamagedFileException(
                    file + (at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr())
                            + " is not a dead letter: " + "it is not a JSON form of a message, or damaged.",
                    e);
        } catch (DateTimeException e) {
            throw new DamagedFileException(file + " is not a dead letter: " + NOTE + ".diedAt is no time.", e);
        }
    }

    /** @return false when there is none */
    public synchronized boolean remove(String application, String id) throws IOException {
        boolean removed = application.matches(NAME)
                && id.matches(NAME)
                && Files.deleteIfExists(folder.resolve(application).resolve(id + ".json"));
        count -= removed && count > 0 ? 1 : 0;
        return removed;
    }

    /** By their names, which are ids that sort by time. */
    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            return found.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }

    /** A file that cannot be understood; its message says which and where. */
    private static final class DamagedFileException extends IOException {
        private static final long serialVersionUID = 1L;

        DamagedFileException(String message, Exception cause) {
            super(message, cause);
        }
    }
}
