// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.exchange.MessageOutcome;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RecordQueueTest {

    private static final MessageRecord RECORD = Samples.ended("m", MessageOutcome.DELIVERED);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /** Takes what it is allowed to. */
    private static final class Target implements RecordTarget<MessageRecord> {

        final Queue<MessageRecord> kept = new ConcurrentLinkedQueue<>();
        final CountDownLatch mayWrite = new CountDownLatch(1);
        final CountDownLatch writing = new CountDownLatch(1);
        volatile boolean down;
        volatile boolean closed;

        @Override
        public int write(List<MessageRecord> batch) throws Exception {
            writing.countDown();
            mayWrite.await();
            if (down) {
                throw new IOException("down");
            }
            kept.addAll(batch);
            return 0;
        }

        @Override
        public boolean isTransient(Exception failure) {
            return true;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private double dropped(String name) {
        return metrics.counter("vmnhub.records.dropped", "target", name).count();
    }

    @Test
    void whatFindsTheQueueFullIsDroppedAtOnceAndCounted() throws Exception {
        Target target = new Target();
        try (RecordQueue<MessageRecord> queue =
                new RecordQueue<>("one", target, Optional.empty(), metrics, 5, 60_000)) {
            queue.accept(RECORD);
            target.writing.await();
            for (int i = 0; i < 8; i++) {
                queue.accept(RECORD);
            }
            assertThat(dropped("one")).isEqualTo(3);
            assertThat(metrics.get("vmnhub.records.queued")
                            .tag("target", "one")
                            .gauge()
                            .value())
                    .isEqualTo(5);
            target.mayWrite.countDown();
        }
        assertThat(target.kept).hasSize(6);
        assertThat(target.closed).isTrue();
    }

    @Test
    void aTargetThatIsDownForAWhileGetsEverythingLater() {
        Target target = new Target();
        target.mayWrite.countDown();
        target.down = true;
        try (RecordQueue<MessageRecord> queue =
                new RecordQueue<>("one", target, Optional.empty(), metrics, 100, 60_000)) {
            for (int i = 0; i < 50; i++) {
                queue.accept(RECORD);
            }
            await().until(() -> target.writing.getCount() == 0);
            target.down = false;
        }
        assertThat(target.kept).hasSize(50);
        assertThat(dropped("one")).isZero();
    }

    @Test
    void aStopDoesNotWaitForEverForATargetThatIsDown() {
        Target target = new Target();
        target.mayWrite.countDown();
        target.down = true;
        RecordQueue<MessageRecord> queue = new RecordQueue<>("one", target, Optional.empty(), metrics, 100, 300);
        for (int i = 0; i < 50; i++) {
            queue.accept(RECORD);
        }
        queue.close();
        await().until(() -> dropped("one") == 50);
        assertThat(target.kept).isEmpty();
    }

    @Test
    void aTargetThatIsSlowHoldsUpNothingBeforeIt() throws Exception {
        Target slow = new Target();
        Target fast = new Target();
        fast.mayWrite.countDown();
        try (RecordQueue<MessageRecord> second =
                        new RecordQueue<>("slow", slow, Optional.empty(), metrics, 10, 60_000);
                RecordQueue<MessageRecord> first =
                        new RecordQueue<>("fast", fast, Optional.of(second), metrics, 100, 60_000)) {
            first.accept(RECORD);
            slow.writing.await();
            for (int i = 0; i < 50; i++) {
                first.accept(RECORD);
            }
            await().until(() -> fast.kept.size() == 51);
            await().until(() -> dropped("slow") == 40);
            slow.mayWrite.countDown();
        }
        assertThat(slow.kept).hasSize(11);
        assertThat(dropped("fast")).isZero();
    }
}
