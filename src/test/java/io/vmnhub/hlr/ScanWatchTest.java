// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ScanWatchTest {

    private static final String SMSC = "447700000100";

    private final AtomicLong now = new AtomicLong();
    private final List<ScanWatch.Scan> scans = new ArrayList<>();
    private final ScanWatch watch = new ScanWatch(100, Duration.ofMinutes(10), scans::add, now::get);

    private void tries(int from, int count) {
        for (int i = from; i < from + count; i++) {
            watch.tried(SMSC, "447785016005", String.valueOf(447_700_900_000L + i));
        }
    }

    @Test
    void manyDifferentNumbersAreAScanWhichIsToldOnce() {
        tries(0, 90);
        assertThat(scans).isEmpty();
        tries(90, 10_000);
        assertThat(scans).singleElement().satisfies(scan -> {
            assertThat(scan.smsc()).isEqualTo(SMSC);
            assertThat(scan.unknown()).isBetween(100, 104);
        });
        assertThat(watch.scans()).isEqualTo(1);
    }

    @Test
    void oneNumberThatIsTriedAgainAndAgainIsNoScan() {
        for (int i = 0; i < 10_000; i++) {
            tries(0, 1);
        }
        assertThat(scans).isEmpty();
    }

    @Test
    void whatIsTriedSlowlyIsNoScan() {
        for (int i = 0; i < 20; i++) {
            tries(i * 90, 90);
            now.addAndGet(Duration.ofMinutes(10).toNanos());
        }
        assertThat(scans).isEmpty();
    }

    @Test
    void otherSmscsAreCountedForThemselvesAndByTheirServiceCentreWithoutATitle() {
        tries(0, 60);
        for (int i = 0; i < 60; i++) {
            watch.tried("", SMSC, String.valueOf(447_700_800_000L + i));
            watch.tried("447700000200", SMSC, String.valueOf(447_700_700_000L + i));
        }
        assertThat(scans).extracting(ScanWatch.Scan::smsc).containsExactly(SMSC);
    }

    @Test
    void moreSmscsThanAreWatchedGiveWay() {
        for (int i = 0; i < 30_000; i++) {
            watch.tried("4477" + i, "", "447700900001");
        }
        tries(0, 200);
        assertThat(scans).hasSize(1);
    }
}
