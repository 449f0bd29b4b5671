package io.vmnhub.northbound.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFilesTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Clock noon = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private static MessageRecord record(int number) {
        return MessageRecord.later("2026-11-22T12:00:00Z", "delivered", "m" + number, "acme", null, 1);
    }

    @Test
    void aCleanStopWritesEveryRecordAsOneLine() throws IOException {
        try (RecordFiles files = new RecordFiles(folder, 7, metrics, noon, 20_000)) {
            for (int i = 0; i < 10_000; i++) {
                files.write(record(i));
            }
        }
        assertThat(Files.readAllLines(folder.resolve("messages-2026-11-22.jsonl"))).hasSize(10_000)
                .contains("{\"time\":\"2026-11-22T12:00:00Z\",\"event\":\"delivered\",\"id\":\"m9999\",\"application\":\"acme\",\"attempts\":1}");
        assertThat(metrics.counter("vmnhub.records.dropped").count()).isZero();
    }

    @Test
    void filesThatAreTooOldAreDeletedAndOthersFilesAreNot() throws IOException {
        for (String name : new String[] {"messages-2026-11-15.jsonl", "messages-2026-11-16.jsonl", "messages-old.jsonl", "other.txt"}) {
            Files.writeString(folder.resolve(name), "x");
        }
        try (RecordFiles files = new RecordFiles(folder, 7, metrics, noon, 10)) {
            files.write(record(1));
        }
        assertThat(folder.resolve("messages-2026-11-15.jsonl")).doesNotExist();
        assertThat(folder).isDirectoryContaining("glob:**messages-2026-11-16.jsonl").isDirectoryContaining("glob:**messages-old.jsonl")
                .isDirectoryContaining("glob:**other.txt");
    }

    @Test
    void whatCannotBeWrittenIsCounted() throws IOException {
        Path blocked = Files.writeString(folder.resolve("blocked"), "a file where the folder should be");
        try (RecordFiles files = new RecordFiles(blocked, 7, metrics, noon, 10)) {
            files.write(record(1));
            await().until(() -> metrics.counter("vmnhub.records.dropped").count() == 1);
        }
    }
}
