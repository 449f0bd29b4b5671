// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A limit of several nodes: each lets its part pass. */
class SharedLimitsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Limiter limiter = new Limiter(Rate.parse("100/s"), 10, nanos::get);

    private long passed(int attempts) {
        return IntStream.range(0, attempts).filter(i -> limiter.pass("smsc")).count();
    }

    private void later(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aNodeOfFourLetsAQuarterPass() {
        limiter.shareAmong(4);
        assertThat(passed(200)).isEqualTo(25);
        later(Duration.ofSeconds(1));
        assertThat(passed(200)).isEqualTo(25);
    }

    @Test
    void whatIsLeftIsDividedWhenANodeComes() {
        assertThat(passed(60)).isEqualTo(60);
        limiter.shareAmong(2);
        assertThat(passed(200)).isEqualTo(20);
    }

    @Test
    void theWholeLimitHoldsAgainWhenTheOtherNodesAreGone() {
        limiter.shareAmong(2);
        assertThat(passed(200)).isEqualTo(50);
        limiter.shareAmong(1);
        later(Duration.ofSeconds(1));
        assertThat(passed(200)).isEqualTo(100);
    }

    @Test
    void aLimitBelowOneForEachNodeStaysWhatItIsInAll() {
        Limiter slow = new Limiter(Rate.parse("2/m"), 10, nanos::get);
        slow.shareAmong(4);
        long inTenMinutes = IntStream.range(0, 600)
                .peek(second -> later(Duration.ofSeconds(1)))
                .filter(second -> slow.pass("smsc"))
                .count();
        assertThat(inTenMinutes).as("a quarter of twenty, and the burst").isBetween(5L, 6L);
    }
}
