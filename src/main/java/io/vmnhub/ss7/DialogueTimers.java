// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An executor with a wheel for timers: each of TCAP's dialogues starts one or two, nearly all are cancelled, and an
 * executor's own queue is kept in order under a lock. Timers are late by up to a tenth of a second. What a timer does
 * runs in the executor's threads.
 */
final class DialogueTimers extends AbstractExecutorService implements ScheduledExecutorService {

    private static final int TICK_MILLIS = 100;

    private final ScheduledExecutorService executor;
    private final HashedWheelTimer wheel = new HashedWheelTimer(
            new DefaultThreadFactory("ss7-dialogue-timers", true), TICK_MILLIS, TimeUnit.MILLISECONDS);

    /** @param executor ends with this one */
    DialogueTimers(ScheduledExecutorService executor) {
        this.executor = executor;
    }

    /** Timers that have been neither cancelled nor run; one that was cancelled counts until the wheel's next tick. */
    long pending() {
        return wheel.pendingTimeouts();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable action, long delay, TimeUnit unit) {
        Timeout timeout = wheel.newTimeout(expired -> executor.execute(action), delay, unit);
        return new Timer(timeout, System.nanoTime() + unit.toNanos(delay));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> action, long delay, TimeUnit unit) {
        return executor.schedule(action, delay, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable action, long first, long period, TimeUnit unit) {
        return executor.scheduleAtFixedRate(action, first, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable action, long first, long delay, TimeUnit unit) {
        return executor.scheduleWithFixedDelay(action, first, delay, unit);
    }

    @Override
    public void execute(Runnable action) {
        executor.execute(action);
    }

    @Override
    public void shutdown() {
        wheel.stop();
        executor.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        wheel.stop();
        return executor.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return executor.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return executor.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return executor.awaitTermination(timeout, unit);
    }

    private record Timer(Timeout timeout, long end) implements ScheduledFuture<Object> {

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            return timeout.cancel();
        }

        @Override
        public boolean isCancelled() {
            return timeout.isCancelled();
        }

        @Override
        public boolean isDone() {
            return timeout.isCancelled() || timeout.isExpired();
        }

        @Override
        public Object get() {
            throw new UnsupportedOperationException("a timer has no result");
        }

        @Override
        public Object get(long timeout, TimeUnit unit) {
            return get();
        }
    }
}
