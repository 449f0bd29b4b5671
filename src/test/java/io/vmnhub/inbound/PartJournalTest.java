// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.sms.LongMessageKey;
import java.io.IOException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartJournalTest {

    @TempDir
    private Path folder;

    private List<String> read() throws IOException {
        List<String> found = new ArrayList<>();
        try (PartJournal journal = new PartJournal(folder, 1_000, 3)) {
            journal.recover((place, body) -> found.add(new String(body)));
        }
        return found;
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    @Test
    void whatWasCommittedIsReadBackInItsOrderAndWhatWasNotIsGone() throws IOException {
        try (PartJournal journal = new PartJournal(folder, 1_000, 3)) {
            journal.recover((place, body) -> true);
            for (int i = 0; i < 100; i++) {
                PartJournal.Place place = journal.append(("record " + i).getBytes(), true);
                if (i == 50) {
                    journal.commit();
                    assertThat(new String(journal.read(place))).isEqualTo("record 50");
                }
            }
            journal.commit();
            journal.append("lost".getBytes(), true);
        }
        List<String> found = read();
        assertThat(found).hasSize(100).startsWith("record 0").endsWith("record 99");
    }

    @Test
    void oneDamagedRecordCostsNoOther() throws IOException {
        try (PartJournal journal = new PartJournal(folder, 100_000, 3)) {
            journal.recover((place, body) -> true);
            for (int i = 0; i < 120; i++) {
                journal.append(("record " + i).getBytes(), true);
            }
            journal.commit();
        }
        Path file = folder.resolve("parts-000000000001.log");
        byte[] octets = Files.readAllBytes(file);
        octets[octets.length / 100] ^= 1;
        Files.write(file, octets);
        assertThat(read()).hasSize(119).endsWith("record 119");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.filter(kept -> kept.toString().contains("parts-000000000001.log.damaged-")))
                    .singleElement()
                    .satisfies(kept -> assertThat(kept).hasBinaryContent(octets));
        }
        assertThat(read()).as("in order again").hasSize(119);
    }

    @Test
    void filesWithNothingLiveGoOldestFirst() throws IOException {
        try (PartJournal journal = new PartJournal(folder, 100, 3)) {
            journal.recover((place, body) -> true);
            List<PartJournal.Place> places = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                places.add(journal.append(new byte[80], true));
            }
            journal.commit();
            assertThat(files()).isEqualTo(10);
            places.subList(1, 5).forEach(journal::release);
            journal.clean();
            assertThat(files()).isEqualTo(10);
            journal.release(places.get(0));
            journal.clean();
            assertThat(files()).isEqualTo(5);
        }
    }

    @Test
    void oneMessageThatStaysDoesNotKeepTheFilesOfAllThatFollow() throws IOException {
        LongMessageMetrics metrics = new LongMessageMetrics(new SimpleMeterRegistry());
        try (PartJournal journal = new PartJournal(folder, 2_000, 3)) {
            LongMessages messages = new LongMessages(journal, LongMessageLimits.DEFAULT, metrics);
            messages.recover(0, identity -> {});
            messages.add(part(0, 2), SecondCopies.NOBODY, 0);
            for (int i = 1; i < 1_000; i++) {
                messages.add(part(i, 1), SecondCopies.NOBODY, 0);
                for (LongMessage message : List.copyOf(messages.undelivered())) {
                    messages.remove(message);
                }
                messages.compact();
                journal.commit();
                journal.clean();
                assertThat(files()).isLessThan(8);
            }
        }
        try (PartJournal journal = new PartJournal(folder, 2_000, 3)) {
            LongMessages messages = new LongMessages(journal, LongMessageLimits.DEFAULT, metrics);
            messages.recover(0, identity -> {});
            assertThat(messages.undelivered()).isEmpty();
            assertThat(messages.add(part(0, 2, 2), SecondCopies.NOBODY, 0)).isTrue();
            assertThat(messages.undelivered()).hasSize(1).first().matches(LongMessage::isWhole);
        }
    }

    private static JournalRecord.Part part(int key, int total) {
        return part(key, total, 1);
    }

    private static JournalRecord.Part part(int key, int total, int number) {
        return new JournalRecord.Part(
                0,
                new LongMessageKey(key, key),
                "demo",
                Long.MAX_VALUE,
                total,
                number,
                number,
                Optional.empty(),
                new byte[100]);
    }

    @Test
    void twoCannotShareAFolder() throws IOException {
        try (PartJournal journal = new PartJournal(folder, 1_000, 3)) {
            journal.recover((place, body) -> true);
            assertThatThrownBy(() -> new PartJournal(folder, 1_000, 3))
                    .isInstanceOfAny(IOException.class, OverlappingFileLockException.class);
        }
    }
}
