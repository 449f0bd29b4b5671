// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.util.HashedWheelTimer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InvokeStateTest {

    private final HashedWheelTimer timer = new HashedWheelTimer(5, TimeUnit.MILLISECONDS);
    private final InvokeState invokeState = new InvokeState();

    @AfterEach
    void stop() {
        timer.stop();
    }

    @Test
    void ofManyWhoAnswerOneDoes() {
        assertThat(IntStream.range(0, 1_000)
                        .parallel()
                        .filter(i -> invokeState.answerOnce())
                        .count())
                .isEqualTo(1);
        assertThat(invokeState.releaseOnce()).isTrue();
        assertThat(invokeState.releaseOnce()).isFalse();
    }

    @Test
    void theDeadlineComes() {
        AtomicInteger came = new AtomicInteger();
        invokeState.deadline(timer, 10, came::incrementAndGet);
        await().untilAtomic(came, org.hamcrest.Matchers.is(1));
    }

    @Test
    void aCancelledDeadlineNeverComesNotEvenOneThatIsSetLater() {
        AtomicInteger came = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        invokeState.deadline(timer, 20, came::incrementAndGet);
        invokeState.cancel();
        invokeState.deadline(timer, 20, came::incrementAndGet);
        new InvokeState().deadline(timer, 60, other::incrementAndGet);
        await().untilAtomic(other, org.hamcrest.Matchers.is(1));
        assertThat(came).hasValue(0);
        assertThat(timer.pendingTimeouts()).isZero();
    }

    @Test
    void aDeadlineInThePastComesAtOnce() {
        AtomicInteger came = new AtomicInteger();
        invokeState.deadline(timer, -5, came::incrementAndGet);
        await().untilAtomic(came, org.hamcrest.Matchers.is(1));
    }
}
