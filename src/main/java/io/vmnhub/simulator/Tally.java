// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.simulator.Delivery.Step;
import io.vmnhub.ss7.MapOperation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/** Counts a run's outcomes while they come, on any number of threads. */
final class Tally {

    private static final String ROUTING = MapOperation.SEND_ROUTING_INFO_FOR_SM.operationName();
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();
    private static final int SIGNIFICANT_DIGITS = 3;
    /** Beyond so many different outcomes, further ones are counted together. */
    private static final int MOST_OUTCOMES = 100;

    private static final String OTHERS = "others";

    private final ConcurrentHistogram routing = histogram();
    private final ConcurrentHistogram forwarding = histogram();
    private final ConcurrentHistogram whole = histogram();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final AtomicLong lastEnd = new AtomicLong();
    private final Map<String, LongAdder> failures = new ConcurrentHashMap<>();

    private static ConcurrentHistogram histogram() {
        return new ConcurrentHistogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);
    }

    /**
     * @param oneDialogue whether all its mt-ForwardSMs shared a dialogue
     * @param intended when the message was to go, {@link System#nanoTime()}
     * @param begun when it went
     */
    void ended(Delivery delivery, boolean oneDialogue, long intended, long begun) {
        long now = System.nanoTime();
        record(whole, now - intended);
        long late = begun - intended;
        List<Step> steps = delivery.steps();
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            if (step.operation().equals(ROUTING)) {
                record(routing, step.nanos() + late);
                late = 0;
            } else if (!oneDialogue || i == steps.size() - 1) {
                record(forwarding, step.nanos() + late);
                late = 0;
            }
        }
        if (delivery.delivered()) {
            acknowledged.increment();
        } else {
            failed(delivery);
        }
        ended.increment();
        lastEnd.accumulateAndGet(now, (a, b) -> a == 0 || b - a > 0 ? b : a);
    }

    private void failed(Delivery delivery) {
        String outcome = delivery.failure()
                .map(step -> step.operation() + ": " + step.outcome())
                .orElse("nothing sent");
        LongAdder counter = failures.get(outcome);
        if (counter == null) {
            counter = failures.computeIfAbsent(
                    failures.size() < MOST_OUTCOMES ? outcome : OTHERS, first -> new LongAdder());
        }
        counter.increment();
    }

    private static void record(ConcurrentHistogram histogram, long nanos) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST_NANOS, nanos)));
    }

    RunReport report(long start, long sent, long notSent) {
        Map<String, Long> counts = new TreeMap<>();
        failures.forEach((outcome, counter) -> counts.put(outcome, counter.sum()));
        long end = lastEnd.get();
        return new RunReport(
                sent,
                acknowledged.sum(),
                sent - ended.sum(),
                notSent,
                counts,
                Duration.ofNanos(end == 0 ? 0 : end - start),
                Latencies.of(routing.copy()),
                Latencies.of(forwarding.copy()),
                Latencies.of(whole.copy()));
    }
}
