// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.MessageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {

    private final Clock noon = Clock.fixed(Samples.NOON, ZoneOffset.UTC);

    private static final long ROOMY = 1L << 40;

    @TempDir
    Path folder;

    private List<String> lines() throws IOException {
        return Files.readAllLines(folder.resolve("messages-2026-11-22.jsonl"));
    }

    @Test
    void anAnswerIsALineWithVerdictRoutesAndSinksAndWithoutItsText() throws IOException {
        RecordFiles files = new RecordFiles(folder, 7, ROOMY, noon);
        files.write(List.of(Samples.answered("m1", "447911123456", "447700900123", 5, MessageOutcome.DELIVERED)));
        files.close();
        assertThat(lines())
                .singleElement()
                .asString()
                .doesNotContain(Samples.TEXT)
                .contains(
                        "\"event\":\"answered\",\"id\":\"m1\",\"identity\":\"",
                        "\"application\":\"acme\",\"from\":\"447911123456\",\"to\":\"447700900123\"",
                        "\"receivedAt\":\"2026-11-22T12:00:00.005Z\",\"outcome\":\"delivered\",\"answer\":\"result\",\"tookMillis\":12",
                        "\"screening\":{\"list\":\"white\",\"rule\":\"filter.numbers\",\"outcome\":\"accept\"},\"routes\":[\"mt-forwardSM\",\"acme\"]",
                        "{\"connector\":\"webhook-sink\",\"route\":\"acme\",\"outcome\":\"ok\",\"millis\":0}",
                        "{\"connector\":\"sql-sink\",\"route\":\"archive\",\"outcome\":\"error\",\"millis\":0,\"error\":\"sql: too slow\"}",
                        "\"query\":{\"at\":\"2026-11-22T11:59:59.960Z\",\"callingTitle\":\"447785016006\",\"answer\":\"result\","
                                + "\"imsi\":\"234157000000001\",\"correlation\":true,\"networkNodeNumber\":\"447700000001\"}");
    }

    @Test
    void anEndIsALineOfItsOwn() throws IOException {
        RecordFiles files = new RecordFiles(folder, 7, ROOMY, noon);
        files.write(List.of(Samples.ended("m1", MessageOutcome.DEAD)));
        files.close();
        assertThat(lines())
                .singleElement()
                .asString()
                .contains("\"event\":\"ended\",\"id\":\"m1\",\"application\":\"acme\",\"outcome\":\"dead\","
                        + "\"reason\":\"too old\",\"attempts\":2");
    }

    @Test
    void aCleanStopWritesEveryRecordAsOneLine() throws IOException {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        MessageRecord record = Samples.ended("m", MessageOutcome.DELIVERED);
        try (RecordQueue<MessageRecord> queue = new RecordQueue<>(
                "files", new RecordFiles(folder, 7, ROOMY, noon), Optional.empty(), metrics, 20_000, 60_000)) {
            for (int i = 0; i < 10_000; i++) {
                queue.accept(record);
            }
        }
        assertThat(lines()).hasSize(10_000);
        assertThat(metrics.counter("vmnhub.records.dropped", "target", "files").count())
                .isZero();
        assertThat(metrics.counter("vmnhub.records.written", "target", "files").count())
                .isEqualTo(10_000);
    }

    @Test
    void filesThatAreTooOldAreDeletedAndOthersFilesAreNot() throws IOException {
        for (String name : new String[] {
            "messages-2026-11-15.jsonl", "messages-2026-11-16.jsonl", "messages-old.jsonl", "other.txt"
        }) {
            Files.writeString(folder.resolve(name), "x");
        }
        RecordFiles files = new RecordFiles(folder, 7, ROOMY, noon);
        files.write(List.of(Samples.ended("m", MessageOutcome.DELIVERED)));
        files.close();
        assertThat(folder.resolve("messages-2026-11-15.jsonl")).doesNotExist();
        assertThat(folder)
                .isDirectoryContaining("glob:**messages-2026-11-16.jsonl")
                .isDirectoryContaining("glob:**messages-old.jsonl")
                .isDirectoryContaining("glob:**other.txt");
    }

    @Test
    void aFolderThatTakesNothingLosesRecordsCountedUntilItDoes() throws IOException {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where the folder should be");
        try (RecordQueue<MessageRecord> queue = new RecordQueue<>(
                "files", new RecordFiles(blocked, 7, ROOMY, noon), Optional.empty(), metrics, 10, 60_000)) {
            queue.accept(Samples.ended("m1", MessageOutcome.DELIVERED));
            org.awaitility.Awaitility.await()
                    .until(() -> metrics.counter("vmnhub.records.dropped", "target", "files")
                                    .count()
                            == 1);
            Files.delete(blocked);
            queue.accept(Samples.ended("m2", MessageOutcome.DELIVERED));
        }
        assertThat(Files.readAllLines(blocked.resolve("messages-2026-11-22.jsonl")))
                .singleElement()
                .asString()
                .contains("m2");
    }

    @Test
    void whenThereIsTooMuchTheOldestGoesAndWhatIsSomebodyElsesStays() throws IOException {
        Files.writeString(folder.resolve("messages-2026-11-20.jsonl"), "x".repeat(60_000));
        Files.writeString(folder.resolve("messages-2026-11-21.2.jsonl"), "x".repeat(20_000));
        Files.writeString(folder.resolve("somebody-elses.jsonl"), "x".repeat(100_000));
        RecordFiles files = new RecordFiles(folder, 7, 100_000, noon);
        List<MessageRecord> batch = List.of(Samples.ended("m1", MessageOutcome.DELIVERED));
        for (int i = 0; i < 1_000; i++) {
            files.write(batch);
        }
        files.close();
        List<String> names;
        long all = 0;
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> paths = found.sorted().toList();
            names = paths.stream().map(path -> path.getFileName().toString()).toList();
            for (Path path : paths) {
                all += Files.size(path);
            }
        }
        assertThat(all - 100_000).isBetween(80_000L, 101_000L);
        assertThat(names)
                .doesNotContain("messages-2026-11-20.jsonl", "messages-2026-11-21.2.jsonl")
                .contains("somebody-elses.jsonl");
        int last = names.stream()
                .filter(name -> name.startsWith("messages-"))
                .map(name -> name.split("\\.")[1])
                .filter(part -> part.matches("[0-9]+"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElseThrow();
        Path newest = folder.resolve("messages-2026-11-22." + last + ".jsonl");
        long size = Files.size(newest);
        RecordFiles again = new RecordFiles(folder, 7, 100_000, noon);
        again.write(batch);
        again.close();
        assertThat(Files.size(newest))
                .as("the last file of the day goes on after a restart")
                .isGreaterThan(size);
    }
}
