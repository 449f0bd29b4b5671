// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AbsenceProbesTest {

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final AtomicLong now = new AtomicLong(7);
    private final AbsenceProbes probes = new AbsenceProbes(now::get);

    private boolean after(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
        return probes.isProbe("acme", EVERY);
    }

    @Test
    void oneQueryInEachIntervalIsLetThroughAndNotTheFirst() {
        assertThat(after(0)).isFalse();
        assertThat(after(29)).isFalse();
        assertThat(after(1)).isTrue();
        assertThat(after(1)).isFalse();
        assertThat(after(29)).isTrue();
        assertThat(probes.absent()).isEqualTo(3);
        assertThat(probes.probes()).isEqualTo(2);
    }

    @Test
    void anApplicationThatWasBackBeginsAnew() {
        assertThat(after(0)).isFalse();
        probes.back("acme");
        assertThat(after(60)).isFalse();
    }
}
