// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.batch;

import io.vmnhub.batch.BatchWriter.AfterFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits items in batches: a few threads take what has gathered in a bounded queue, commit it, and report how each
 * item ended. The more comes while a commit is under way, the more shares the next one. Who offers an item never waits.
 * Safe to share between threads.
 *
 * <p>Each item that was taken ends exactly once, also when its batch fails, its writer throws an {@link Error}, or the
 * group is closed. Threads are never interrupted: that would break the files of an embedded database.
 *
 * @param <T> what is committed
 */
public final class GroupCommit<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final long IDLE_MILLIS = 200;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 1_000;

    private final Limits limits;
    private final BiConsumer<T, Exception> ended;
    private final Supplier<Exception> stopped;
    private final BatchQueue<T> queue;
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch abandoned = new CountDownLatch(1);

    /**
     * How much there may be.
     *
     * @param room items that wait for their commit
     * @param mostAtOnce items in a commit
     * @param closeMillis how long a stop waits for what is queued
     */
    public record Limits(int room, int mostAtOnce, long closeMillis) {

        public Limits {
            if (room < 1 || mostAtOnce < 1 || closeMillis < 0) {
                throw new IllegalArgumentException("limits of a group commit must be at least 1: " + room + ", "
                        + mostAtOnce + ", and its stop no shorter than nothing: " + closeMillis);
            }
        }
    }

    /**
     * Not running before {@link #start}.
     *
     * @param ended gets each item with null when it is committed, else with the reason why it is not; must not block
     * @param stopped the failure of items that a stop leaves uncommitted
     */
    public GroupCommit(Limits limits, BiConsumer<T, Exception> ended, Supplier<Exception> stopped) {
        this.limits = limits;
        this.ended = ended;
        this.stopped = stopped;
        queue = new BatchQueue<>(limits.room());
    }

    /**
     * Begins to work, with one thread.
     *
     * @param thread its name
     */
    public GroupCommit<T> start(String thread, BatchWriter<T> writer) {
        Thread started = new Thread(() -> work(writer), thread);
        started.setDaemon(true);
        threads.add(started);
        started.start();
        return this;
    }

    /** @return false when too many wait or it is closed: then the item is not committed, and its end is not reported */
    public boolean offer(T item) {
        return queue.offer(item);
    }

    /**
     * Why an item was not taken.
     *
     * @param full the reason when too many wait
     */
    public Exception refusal(String full) {
        return isOpen() ? new IllegalStateException(full) : stopped.get();
    }

    /** Whether more is taken. */
    public boolean isOpen() {
        return !queue.isClosed();
    }

    /** How many wait for their commit. */
    public int size() {
        return queue.size();
    }

    /** Has {@link BatchWriter#tend} called soon, although nothing has come. */
    public void wake() {
        queue.wake();
    }

    private void work(BatchWriter<T> writer) {
        attend(writer::open);
        List<T> batch = new ArrayList<>();
        while (!isAbandoned() && next(batch)) {
            commit(writer, batch);
            batch.clear();
            attend(writer::tend);
        }
        attend(writer::close);
    }

    private boolean next(List<T> batch) {
        try {
            return queue.take(batch, limits.mostAtOnce(), IDLE_MILLIS);
        } catch (InterruptedException e) {
            LOG.warn(
                    "{} was interrupted; it ends when it is closed",
                    Thread.currentThread().getName());
            return true;
        }
    }

    private void commit(BatchWriter<T> writer, List<T> batch) {
        Exception failure = null;
        for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS)) {
            endLate(writer, batch, failure);
            if (batch.isEmpty()) {
                return;
            }
            failure = attempt(writer, batch);
            AfterFailure after = failure == null ? AfterFailure.COMMITTED : judge(writer, batch, failure);
            if (after == AfterFailure.AGAIN) {
                if (abandonedWithin(pause)) {
                    endAll(batch, stopped.get());
                    return;
                }
            } else if (after == AfterFailure.TAKE_APART && batch.size() > 1) {
                int half = batch.size() / 2;
                commit(writer, new ArrayList<>(batch.subList(0, half)));
                commit(writer, new ArrayList<>(batch.subList(half, batch.size())));
                return;
            } else {
                if (after == AfterFailure.STOP) {
                    queue.close();
                }
                endAll(batch, after == AfterFailure.COMMITTED ? null : failure);
                if (after == AfterFailure.STOP) {
                    endQueued(failure);
                }
                return;
            }
        }
    }

    private Exception attempt(BatchWriter<T> writer, List<T> batch) {
        try {
            writer.commit(batch);
            return null;
        } catch (Exception e) {
            return e;
        } catch (Error e) { // drivers and mapped files throw them, and the items must end all the same
            LOG.error("{}: a batch of {} failed", Thread.currentThread().getName(), batch.size(), e);
            return new IllegalStateException(
                    "a batch failed with an error: " + e.getClass().getName(), e);
        }
    }

    private AfterFailure judge(BatchWriter<T> writer, List<T> batch, Exception failure) {
        try {
            return writer.failed(batch, failure);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return AfterFailure.FAILED;
        }
    }

    private void endLate(BatchWriter<T> writer, List<T> batch, Exception last) {
        batch.removeIf(item -> {
            Exception late = writer.late(item, last);
            if (late != null) {
                end(item, late);
            }
            return late != null;
        });
    }

    private void endAll(List<T> batch, Exception failure) {
        for (T item : batch) {
            end(item, failure);
        }
    }

    private void endQueued(Exception failure) {
        List<T> left = new ArrayList<>();
        try {
            queue.take(left, Integer.MAX_VALUE, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        endAll(left, failure);
    }

    private void end(T item, Exception failure) {
        try {
            ended.accept(item, failure);
        } catch (RuntimeException | Error e) { // the others of the batch must hear of their end
            LOG.error(
                    "{}: a listener for the end of a commit failed",
                    Thread.currentThread().getName(),
                    e);
        }
    }

    /** One of a writer's own matters. */
    private interface Matter {
        void attendTo() throws Exception;
    }

    private static void attend(Matter matter) {
        try {
            matter.attendTo();
        } catch (Exception | Error e) {
            LOG.error("{} failed and continues: {}", Thread.currentThread().getName(), e.toString());
            LOG.debug("The failure", e);
        }
    }

    private boolean isAbandoned() {
        return abandoned.getCount() == 0;
    }

    private boolean abandonedWithin(long millis) {
        try {
            return abandoned.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return isAbandoned();
        }
    }

    /** Commits what is queued, as far as there is time, and ends. What is not committed then has failed. */
    @Override
    public void close() {
        queue.close();
        try {
            join();
            abandoned.countDown();
            join();
        } catch (InterruptedException e) {
            abandoned.countDown();
            endQueued(stopped.get());
            Thread.currentThread().interrupt();
            return;
        }
        endQueued(stopped.get());
    }

    private void join() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limits.closeMillis());
        for (Thread thread : threads) {
            if (thread == Thread.currentThread()) {
                continue; // a listener closes the group that has called it
            }
            thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        }
    }
}
