// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
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
 */
public final class RecordQueue implements Consumer<MessageRecord>, AutoCloseable {

    static final int ROOM = 50_000;
    private static final Logger LOG = LoggerFactory.getLogger(RecordQueue.class);
    private static final int BATCH = 1_000;
    private static final long POLL_MILLIS = 200;
    private static final long PAUSE_MILLIS = 500;
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

    private final String name;
    private final RecordTarget target;
    private final Optional<RecordQueue> next;
    private final long closeWithinMillis;
    private final BlockingQueue<MessageRecord> queue;
    private final Counter written;
    private final Counter dropped;
    private final Thread writer;
    private final CountDownLatch abandoned = new CountDownLatch(1);
    private volatile boolean running = true;
    private volatile boolean over;
    private long lastLine = System.nanoTime() - BETWEEN_LINES;

    /**
     * @param name what metrics call it
     * @param next who gets the records after this one; it is not closed
     * @param closeWithinMillis how long a stop waits for what is queued
     */
    RecordQueue(
            String name,
            RecordTarget target,
            Optional<RecordQueue> next,
            MeterRegistry metrics,
            int room,
            long closeWithinMillis) {
        this.name = name;
        this.target = target;
        this.next = next;
        this.closeWithinMillis = closeWithinMillis;
        queue = new ArrayBlockingQueue<>(room);
        written = Counter.builder("vmnhub.records.written")
                .tag("target", name)
                .description("Message records that were kept")
                .register(metrics);
        dropped = Counter.builder("vmnhub.records.dropped")
                .tag("target", name)
                .description("Message records that were not kept")
                .register(metrics);
        Gauge.builder("vmnhub.records.queued", queue, BlockingQueue::size)
                .tag("target", name)
                .description("Message records that a crash would lose now")
                .register(metrics);
        writer = new Thread(this::run, "message-records-" + name);
        writer.setDaemon(true);
        writer.start();
    }

    /** Notes a record; never waits and never fails. */
    @Override
    public void accept(MessageRecord record) {
        if (over || !queue.offer(record)) {
            dropped.increment();
        }
    }

    private void run() {
        List<MessageRecord> batch = new ArrayList<>(BATCH);
        while ((running || !queue.isEmpty()) && abandoned.getCount() > 0) {
            try {
                MessageRecord first = queue.poll(running ? POLL_MILLIS : 0, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                    write(batch);
                }
                target.tend();
            } catch (InterruptedException e) {
                running = false;
            } catch (Exception e) {
                report("Message records ({}): {}", name, e.toString());
            }
            batch.clear();
        }
        over = true;
        drop(queue.size(), "the hub has stopped before they were kept");
        end();
    }

    private void write(List<MessageRecord> batch) throws InterruptedException {
        try {
            while (true) {
                try {
                    int lost = target.write(batch);
                    written.increment(batch.size() - lost);
                    drop(lost, "the target does not take them");
                    return;
                } catch (Exception e) {
                    if (!target.isTransient(e)) {
                        drop(batch.size(), e.toString());
                        return;
                    }
                    report("Message records ({}): tried again: {}", name, e.toString());
                    if (abandoned.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                        drop(batch.size(), "the hub has stopped before they were kept");
                        return;
                    }
                }
            }
        } finally {
            next.ifPresent(batch::forEach);
        }
    }

    private void end() {
        try {
            target.close();
        } catch (Exception e) {
            LOG.error("Message records ({}): not closed in order: {}", name, e.toString());
        }
    }

    private void drop(int count, String why) {
        if (count > 0) {
            dropped.increment(count);
            report("Message records ({}): some were not kept: {}", name, why);
        }
    }

    private void report(String line, String... values) {
        long now = System.nanoTime();
        if (now - lastLine >= BETWEEN_LINES) {
            lastLine = now;
            LOG.error(line, (Object[]) values);
        }
    }

    /** Keeps what is queued, as far as there is time, and ends. */
    @Override
    public void close() {
        running = false;
        try {
            writer.join(closeWithinMillis);
            abandoned.countDown(); // no interrupt: it would break the files of an embedded database
            writer.join(closeWithinMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
