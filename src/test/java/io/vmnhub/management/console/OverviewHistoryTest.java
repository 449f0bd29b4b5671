// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The series of the overview, in memory and on the disk, and what they are made from. */
class OverviewHistoryTest {

    @TempDir
    private Path folder;

    private static double[] values(double first) {
        double[] values = new double[OverviewHistory.SERIES.size()];
        values[0] = first;
        return values;
    }

    @Test
    void samplesAreThereAfterARestartAndTheFileDoesNotGrow() throws Exception {
        Path file = folder.resolve("console/overview.history");
        try (OverviewHistory history = new OverviewHistory(file)) {
            history.add(1_000_000, values(1));
            history.add(1_000_010, values(2));
            for (int day = 1; day < 3; day++) {
                history.add(1_000_020 + day * 86_400L, values(3));
            }
        }
        long size = Files.size(file);
        try (OverviewHistory again = new OverviewHistory(file)) {
            assertThat(again.between(1_000_000, 1_000_030))
                    .extracting(sample -> sample.values()[0])
                    .containsExactly(1f, 2f);
            again.add(1_000_020 + 86_400L * 2, values(4));
        }
        assertThat(Files.size(file)).isEqualTo(size).isLessThan(500_000);
    }

    @Test
    void whatIsOlderThanADayIsNotShown() throws Exception {
        try (OverviewHistory history = new OverviewHistory(folder.resolve("h"))) {
            history.add(1_000_000, values(1));
            assertThat(history.between(1_086_400, 1_086_400)).isEmpty();
        }
    }

    @Test
    void aFileOfAnotherLayoutBeginsAnew() throws Exception {
        Path file = folder.resolve("h");
        Files.writeString(file, "something else that is long enough");
        try (OverviewHistory history = new OverviewHistory(file)) {
            assertThat(history.between(10, 86_400)).isEmpty();
            history.add(100, values(1));
            assertThat(history.between(10, 86_400)).hasSize(1);
        }
    }

    @Test
    void percentilesAreRightToAFifth() {
        Latencies latencies = new Latencies();
        long[] before = latencies.counts();
        for (int millis = 1; millis <= 1_000; millis++) {
            latencies.record(millis);
        }
        assertThat(Latencies.percentile(before, latencies.counts(), 0.5)).isBetween(400.0, 600.0);
        assertThat(Latencies.percentile(before, latencies.counts(), 0.99)).isBetween(800.0, 1_200.0);
        assertThat(Latencies.percentile(latencies.counts(), latencies.counts(), 0.99))
                .isZero();
    }

    @Test
    void aMinuteForgetsWhatIsOlder() {
        MinuteCount count = new MinuteCount();
        count.add(1_000_000);
        count.add(1_030_000);
        assertThat(count.sum(1_040_000)).isEqualTo(2);
        assertThat(count.sum(1_070_000)).isEqualTo(1);
        assertThat(count.sum(9_000_000)).isZero();
    }
}
