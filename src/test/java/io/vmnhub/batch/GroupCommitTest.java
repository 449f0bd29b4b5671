// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupCommitTest {

    private final Map<Integer, String> ends = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final List<List<Integer>> commits = new CopyOnWriteArrayList<>();
    private GroupCommit<Integer> group;

    @AfterEach
    void close() {
        if (group != null) {
            group.close();
        }
    }

    private void open(int room, int atOnce, long closeMillis, BatchWriter<Integer> writer) {
        group = new GroupCommit<>(
                new GroupCommit.Limits(room, atOnce, closeMillis), this::ended, () -> new Exception("stopped"));
        group.start("group-commit-test", writer);
    }

    private void ended(Integer item, Exception failure) {
        ends.put(item, failure == null ? "committed" : failure.getMessage());
        count.incrementAndGet();
    }

    private void offer(int from, int to) {
        IntStream.range(from, to).forEach(item -> assertThat(group.offer(item)).isTrue());
    }

    private void awaitEnds(int expected) {
        await().atMost(Duration.ofSeconds(20)).until(() -> count.get() >= expected);
    }

    /** Holds the first commit until it is let go, and notes all. */
    private final class Held implements BatchWriter<Integer> {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public void commit(List<Integer> batch) throws Exception {
            begun.countDown();
            go.await();
            commits.add(new ArrayList<>(batch));
        }
    }

    @Test
    void whatComesDuringACommitSharesTheNextOne() throws Exception {
        Held writer = new Held();
        open(1_000, 100, 20_000, writer);
        offer(0, 1);
        assertThat(writer.begun.await(20, TimeUnit.SECONDS)).isTrue();
        offer(1, 251);
        writer.go.countDown();
        awaitEnds(251);
        assertThat(commits).extracting(List::size).containsExactly(1, 100, 100, 50);
        assertThat(ends.values()).containsOnly("committed");
    }

    @Test
    void aFullQueueRefusesAndNobodyWaits() throws Exception {
        Held writer = new Held();
        open(5, 100, 20_000, writer);
        offer(0, 1);
        assertThat(writer.begun.await(20, TimeUnit.SECONDS)).isTrue();
        offer(1, 6);
        assertThat(group.offer(6)).isFalse();
        assertThat(group.size()).isEqualTo(5);
        assertThat(group.isOpen()).isTrue();
        writer.go.countDown();
        awaitEnds(6);
        assertThat(ends).doesNotContainKey(6);
    }

    @Test
    void oneBadItemHarmsNoOtherOfItsBatch() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        AtomicInteger attempts = new AtomicInteger();
        open(1_000, 1_000, 20_000, batch -> {
            all.await();
            attempts.incrementAndGet();
            if (batch.contains(77)) {
                throw new IllegalArgumentException("77 is bad");
            }
            commits.add(new ArrayList<>(batch));
        });
        offer(0, 500);
        all.countDown();
        awaitEnds(500);
        assertThat(ends).containsEntry(77, "77 is bad");
        assertThat(ends.values().stream().filter("committed"::equals)).hasSize(499);
        assertThat(commits.stream().flatMap(List::stream)).hasSize(499).doesNotHaveDuplicates();
        assertThat(attempts.get()).as("it is found by halves").isLessThan(25);
    }

    @Test
    void anErrorEndsItsItemsAndTheNextBatchIsCommitted() {
        open(10, 10, 20_000, batch -> {
            if (batch.contains(1)) {
                throw new InternalError("a fault in a mapped file");
            }
        });
        offer(1, 2);
        awaitEnds(1);
        offer(2, 3);
        awaitEnds(2);
        assertThat(ends.get(1)).contains("InternalError");
        assertThat(ends).containsEntry(2, "committed");
    }

    @Test
    void aListenerThatFailsHarmsNoOther() {
        group = new GroupCommit<>(
                new GroupCommit.Limits(10, 10, 20_000),
                (item, failure) -> {
                    ended(item, failure);
                    if (item == 1) {
                        throw new IllegalStateException("a listener that fails");
                    }
                },
                () -> new Exception("stopped"));
        group.start("group-commit-test", batch -> {});
        offer(1, 4);
        awaitEnds(3);
        assertThat(ends.values()).containsOnly("committed");
    }

    @Test
    void aPassingFailureIsTriedAgainUntilTheTimeOfAnItemIsOver() {
        AtomicInteger attempts = new AtomicInteger();
        open(10, 10, 20_000, new BatchWriter<>() {
            @Override
            public void commit(List<Integer> batch) throws Exception {
                if (attempts.incrementAndGet() < 4) {
                    throw new Exception("not now");
                }
            }

            @Override
            public AfterFailure failed(List<Integer> batch, Exception failure) {
                return AfterFailure.AGAIN;
            }

            @Override
            public Exception late(Integer item, Exception last) {
                return item == 2 && last != null ? new Exception("too late, because " + last.getMessage()) : null;
            }
        });
        offer(1, 3);
        awaitEnds(2);
        assertThat(ends).containsEntry(1, "committed").containsEntry(2, "too late, because not now");
    }

    @Test
    void whatTheWriterTakesForCommittedIs() {
        open(10, 10, 20_000, new BatchWriter<>() {
            @Override
            public void commit(List<Integer> batch) throws Exception {
                throw new Exception("a row with this key is there");
            }

            @Override
            public AfterFailure failed(List<Integer> batch, Exception failure) {
                return batch.size() > 1 ? AfterFailure.TAKE_APART : AfterFailure.COMMITTED;
            }
        });
        offer(1, 4);
        awaitEnds(3);
        assertThat(ends.values()).containsOnly("committed");
    }

    @Test
    void afterAStopNothingIsTakenAndAllThatWaitsHasFailed() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        open(10, 2, 20_000, new BatchWriter<>() {
            @Override
            public void commit(List<Integer> batch) throws Exception {
                go.await();
                throw new Exception("the connection is gone");
            }

            @Override
            public AfterFailure failed(List<Integer> batch, Exception failure) {
                return AfterFailure.STOP;
            }
        });
        offer(1, 9);
        go.countDown();
        awaitEnds(8);
        assertThat(ends.values()).containsOnly("the connection is gone");
        assertThat(group.isOpen()).isFalse();
        assertThat(group.offer(9)).isFalse();
    }

    @Test
    void closingCommitsWhatIsQueued() throws Exception {
        Held writer = new Held();
        open(1_000, 10, 20_000, writer);
        offer(0, 1_000);
        writer.go.countDown();
        group.close();
        assertThat(count).hasValue(1_000);
        assertThat(ends.values()).containsOnly("committed");
        assertThat(group.offer(1)).isFalse();
    }

    @Test
    void closingWaitsForAPassingFailureNoLongerThanItMay() {
        open(10, 10, 100, new BatchWriter<>() {
            @Override
            public void commit(List<Integer> batch) throws Exception {
                throw new Exception("not now");
            }

            @Override
            public AfterFailure failed(List<Integer> batch, Exception failure) {
                return AfterFailure.AGAIN;
            }
        });
        offer(1, 2);
        group.close();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ends).containsEntry(1, "stopped"));
        assertThat(count).hasValue(1);
    }

    @Test
    void theWriterIsAttendedToBetweenBatchesAndAtBothEnds() {
        AtomicInteger opened = new AtomicInteger();
        AtomicInteger tended = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        open(10, 10, 20_000, new BatchWriter<>() {
            @Override
            public void open() {
                opened.incrementAndGet();
            }

            @Override
            public void commit(List<Integer> batch) {}

            @Override
            public void tend() throws Exception {
                if (tended.incrementAndGet() == 1) {
                    throw new Exception("it goes on");
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        });
        group.wake();
        await().atMost(Duration.ofSeconds(20)).until(() -> tended.get() > 2);
        group.close();
        group.close();
        assertThat(opened).hasValue(1);
        assertThat(closed).hasValue(1);
    }

    @Test
    void limitsThatLeaveNoRoomAreRefused() {
        assertThatThrownBy(() -> new GroupCommit.Limits(0, 1, 1)).hasMessageContaining("at least 1");
    }
}
