// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.log.FailureReason;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of long messages in files, as the hub kept them before all dead letters were in one place: each a
 * file {@code <application>/<id>.json} with the message's JSON form, and beside it why and when in {@code deadLetter}.
 * For one thread.
 */
final class FormerDeadLetters {

    private static final Logger LOG = LoggerFactory.getLogger(FormerDeadLetters.class);
    private static final String NOTE = "deadLetter";
    private static final String SUFFIX = ".json";
    private static final long SAFE_WITHIN_SECONDS = 10;

    private final Path folder;
    private final ObjectMapper mapper;

    private record Letter(ShortMessage message, String reason, Instant diedAt) {}

    FormerDeadLetters(Path folder, ObjectMapper mapper) {
        this.folder = folder;
        this.mapper = mapper;
    }

    /** Moves them to {@code store}; a file goes when its message is safe there, and one that is damaged stays. */
    void moveTo(JoinedStore store) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        int moved = 0;
        try {
            for (Path file : files()) {
                moved += move(file, store) ? 1 : 0;
            }
            removeEmptyFolders();
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.error(
                    "The dead letters in {} could not all be moved to the broker and stay until the next start: {}",
                    folder,
                    FailureReason.of(e instanceof ExecutionException ? e.getCause() : e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (moved > 0) {
            LOG.info("{} dead letters were moved from {} to the broker's queues dead.<application>", moved, folder);
        }
    }

    /** By their names, which are ids that sort by time. */
    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.walk(folder, 2)) {
            return found.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .toList();
        }
    }

    private boolean move(Path file, JoinedStore store)
            throws IOException, ExecutionException, TimeoutException, InterruptedException {
        Letter letter;
        try {
            letter = read(file);
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            LOG.error(
                    "{}{} is not a dead letter: it is not the JSON form of a message, or damaged. It stays; "
                            + "correct it and start the hub again, or delete it",
                    file,
                    at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr());
            return false;
        } catch (DateTimeException e) {
            LOG.error(
                    "{} is not a dead letter: {}.diedAt is not a time. It stays; correct it and start the hub "
                            + "again, or delete it",
                    file,
                    NOTE);
            return false;
        }
        CompletableFuture<Void> safe = new CompletableFuture<>();
        String application = file.getParent().getFileName().toString();
        store.bury(application, letter.message(), letter.reason(), letter.diedAt(), failure -> {
            if (failure == null) {
                safe.complete(null);
            } else {
                safe.completeExceptionally(failure);
            }
        });
        safe.get(SAFE_WITHIN_SECONDS, TimeUnit.SECONDS);
        Files.delete(file);
        return true;
    }

    private Letter read(Path file) throws IOException {
        JsonNode form = mapper.readTree(Files.readAllBytes(file));
        JsonNode note = form.path(NOTE);
        return new Letter(
                mapper.treeToValue(form, ShortMessage.class),
                note.path("reason").asText("not recorded"),
                note.has("diedAt")
                        ? Instant.parse(note.path("diedAt").asText())
                        : Files.getLastModifiedTime(file).toInstant());
    }

    private void removeEmptyFolders() throws IOException {
        List<Path> folders;
        try (Stream<Path> found = Files.walk(folder, 1)) {
            folders = found.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path place : folders) {
            boolean empty;
            try (Stream<Path> left = Files.list(place)) {
                empty = left.findAny().isEmpty();
            }
            if (empty) {
                Files.delete(place);
            }
        }
    }
}
