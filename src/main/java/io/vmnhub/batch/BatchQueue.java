// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.batch;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bounded queue that is emptied in batches. Once it is closed it takes nothing more, and can still be emptied.
 * Thread-safe.
 *
 * @param <T> what is in it
 */
final class BatchQueue<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition come = lock.newCondition();
    private final ArrayDeque<T> items = new ArrayDeque<>();
    private final int room;
    private boolean woken;
    private boolean closed;

    /** @param room how many may be in it */
    BatchQueue(int room) {
        this.room = room;
    }

    /** @return false when it is full or closed */
    boolean offer(T item) {
        lock.lock();
        try {
            if (closed || items.size() >= room) {
                return false;
            }
            items.add(item);
            come.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until something is there, but not longer than {@code millis}, and takes it.
     *
     * @param batch gets at most {@code most} items, none when the time was over or somebody called {@link #wake}
     * @return false when it is closed and empty
     */
    boolean take(List<T> batch, int most, long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (items.isEmpty() && !closed && !woken && left > 0) {
                left = come.awaitNanos(left);
            }
            woken = false;
            for (int i = 0; i < most && !items.isEmpty(); i++) {
                batch.add(items.poll());
            }
            return !closed || !batch.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the wait of one thread. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            come.signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            come.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return items.size();
        } finally {
            lock.unlock();
        }
    }
}
