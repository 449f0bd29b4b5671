// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Timers on a thread of their own. */
final class ExecutorTimers implements Timers {

    private static final Logger LOG = LoggerFactory.getLogger(ExecutorTimers.class);

    private final Object lock;
    private final ScheduledThreadPoolExecutor executor;

    /** @param lock held while a task runs */
    ExecutorTimers(String name, Object lock) {
        this.lock = lock;
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name + "-m3ua-timers");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Timer after(Duration delay, Runnable task) {
        Task timer = new Task(task);
        if (!executor.isShutdown()) {
            executor.schedule(timer, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
        return timer;
    }

    void stop() {
        executor.shutdownNow();
    }

    private final class Task implements Timer, Runnable {

        private final Runnable task;
        private boolean cancelled;

        Task(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            synchronized (lock) {
                if (cancelled) {
                    return;
                }
                try {
                    task.run();
                } catch (RuntimeException e) {
                    LOG.error("A timer of M3UA failed", e);
                }
            }
        }

        /** Called with the lock. */
        @Override
        public void cancel() {
            cancelled = true;
            executor.remove(this);
        }
    }
}
