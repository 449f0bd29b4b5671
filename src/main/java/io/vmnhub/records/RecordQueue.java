// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings records to where they are kept, in batches, by one thread.
 *
 * <p>{@link #accept} never waits: what finds the queue full is dropped, counted in {@code vmnhub.records.dropped} and
 * reported in the log, and so is what cannot be kept. A clean stop keeps all; a crash loses what is queued
 * ({@code vmnhub.records.queued}), at most {@value #ROOM} records and usually some milliseconds of traffic. Safe to
 * share between threads.
 *
 * @param <T> the records
 */
public final class RecordQueue<T> implements Consumer<T>, AutoCloseable {

    static final int ROOM = 50_000;
    private static final Logger LOG = LoggerFactory.getLogger(RecordQueue.class);
    private static final int BATCH = 1_000;
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final RecordTarget<T> target;
    private final Optional<RecordQueue<T>> next;
    private final GroupCommit<T> batches;
    private final Counter written;
    private final Counter dropped;
    private long lastLine = System.nanoTime() - BETWEEN_LINES;

    /**
     * @param name what metrics call it
     * @param next who gets the records after this one; it is not closed
     * @param closeWithinMillis how long a stop waits for what is queued
     */
    RecordQueue(
            String name,
            RecordTarget<T> target,
            Optional<RecordQueue<T>> next,
            MeterRegistry metrics,
            int room,
            long closeWithinMillis) {
        this.name = name;
        this.target = target;
        this.next = next;
        batches = new GroupCommit<>(
                new GroupCommit.Limits(room, BATCH, closeWithinMillis), this::ended, StoppedException::new);
        written = Counter.builder("vmnhub.records.written")
                .tag("target", name)
                .description("Message records that were kept")
                .register(metrics);
        dropped = Counter.builder("vmnhub.records.dropped")
                .tag("target", name)
                .description("Message records that were not kept")
                .register(metrics);
        Gauge.builder("vmnhub.records.queued", batches, GroupCommit::size)
                .tag("target", name)
                .description("Message records that a crash would lose now")
                .register(metrics);
        batches.start("message-records-" + name, new Writer());
    }

    /** Notes a record; never waits and never fails. */
    @Override
    public void accept(T record) {
        if (!batches.offer(record)) {
            dropped.increment();
        }
    }

    private void ended(T record, Exception failure) {
        if (failure != null) {
            drop(
                    1,
                    failure instanceof StoppedException
                            ? "the hub has stopped before they were kept"
                            : failure.toString());
        }
        next.ifPresent(queue -> queue.accept(record));
    }

    /** The hub has stopped. */
    private static final class StoppedException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final class Writer implements BatchWriter<T> {

        @Override
        public void commit(List<T> batch) throws Exception {
            int lost = target.write(batch);
            written.increment(batch.size() - lost);
            drop(lost, "the target does not take them");
        }

        /** What a target does not take of a batch it has left out itself. */
        @Override
        public AfterFailure failed(List<T> batch, Exception failure) {
            if (!target.isTransient(failure)) {
                return AfterFailure.FAILED;
            }
            report("Message records ({}): tried again: {}", name, failure.toString());
            return AfterFailure.AGAIN;
        }

        @Override
        public void tend() {
            try {
                target.tend();
            } catch (Exception e) {
                report("Message records ({}): {}", name, e.toString());
            }
        }

        @Override
        public void close() {
            try {
                target.close();
            } catch (Exception e) {
                LOG.error("Message records ({}): not closed cleanly: {}", name, e.toString());
            }
        }
    }

    private void drop(int count, String why) {
        if (count > 0) {
            dropped.increment(count);
            report("Message records ({}): some were not kept: {}", name, why);
        }
    }

    private synchronized void report(String line, String... values) {
        long now = System.nanoTime();
        if (now - lastLine >= BETWEEN_LINES) {
            lastLine = now;
            LOG.error(line, (Object[]) values);
        }
    }

    /** Keeps what is queued, as far as there is time, and ends. */
    @Override
    public void close() {
        batches.close();
    }
}
