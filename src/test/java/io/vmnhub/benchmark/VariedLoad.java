// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.simulator.Delivery;
import io.vmnhub.simulator.Latencies;
import io.vmnhub.simulator.Smsc;
import io.vmnhub.simulator.Submission;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * Messages that differ from one to the next, in a closed loop. The thread that calls sends; none waits for an answer.
 */
final class VariedLoad {

    private static final long LONGEST_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int PATIENCE_SECONDS = 40;

    private final Smsc smsc;
    private final IntFunction<Submission> messages;
    private final ConcurrentHistogram latencies = new ConcurrentHistogram(LONGEST_NANOS, 3);
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** @param messages by their turn, from 0 */
    VariedLoad(Smsc smsc, IntFunction<Submission> messages) {
        this.smsc = smsc;
        this.messages = messages;
    }

    /** Sends for that long, and waits until all have an outcome. */
    Result closed(int inFlight, int seconds) throws InterruptedException {
        Semaphore free = new Semaphore(inFlight);
        long start = System.nanoTime();
        for (int turn = 0; System.nanoTime() - start < TimeUnit.SECONDS.toNanos(seconds); turn++) {
            free.acquire();
            submit(turn, free);
        }
        awaitAll(free, inFlight);
        return result(start);
    }

    /**
     * Sends a number of messages at once.
     *
     * @return gets a permit when one of them ends
     */
    Semaphore burst(int count) {
        Semaphore free = new Semaphore(0);
        for (int turn = 0; turn < count; turn++) {
            submit(turn, free);
        }
        return free;
    }

    static void awaitAll(Semaphore free, int count) throws InterruptedException {
        if (!free.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    "of " + count + " messages only " + free.availablePermits() + " have come to an end");
        }
    }

    private void submit(int turn, Semaphore free) {
        long begun = System.nanoTime();
        smsc.submit(messages.apply(turn)).thenAccept((Delivery delivery) -> {
            latencies.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - begun));
            (delivery.delivered() ? acknowledged : failed).increment();
            free.release();
        });
    }

    private Result result(long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Result(
                acknowledged.sum(),
                failed.sum(),
                (acknowledged.sum() + failed.sum()) / seconds,
                new Latencies(
                        latencies.getTotalCount(), millis(50), millis(90), millis(99), millis(99.9), millis(100)));
    }

    private double millis(double percentile) {
        return latencies.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
    }
}
