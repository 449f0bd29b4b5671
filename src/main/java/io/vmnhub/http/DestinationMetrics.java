// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The metrics of the receivers of one kind that share one value of the label {@code destination}: calls by outcome and
 * class of status, their time, how many are on their way, and how many circuits are in which state. Thread-safe.
 */
final class DestinationMetrics {

    private static final String LABEL = "destination";
    private static final Duration[] TIMES = Stream.of(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final String names;
    private final String label;
    private final List<Destination> destinations = new CopyOnWriteArrayList<>();
    private final Map<Ending, Counter> calls = new ConcurrentHashMap<>();
    private final List<Meter> meters = new CopyOnWriteArrayList<>();
    private final Timer time;

    /** @param statusClass the status' first digit; 0 for none */
    private record Ending(CallOutcome outcome, int statusClass) {}

    DestinationMetrics(MeterRegistry registry, TargetKind kind, String label) {
        this.registry = registry;
        this.label = label;
        names = "vmnhub." + kind.label() + ".";
        time = Timer.builder(names + "time")
                .description("From a message's start to its receiver's answer, or to giving up")
                .tag(LABEL, label)
                .serviceLevelObjectives(TIMES)
                .register(registry);
        meters.add(time);
        meters.add(Gauge.builder(
                        names + "in.flight",
                        destinations,
                        all -> all.stream()
                                .mapToInt(one -> one.inFlight().get())
                                .sum())
                .description("Messages on their way to a receiver")
                .tag(LABEL, label)
                .register(registry));
        for (Circuit.State state : Circuit.State.values()) {
            meters.add(Gauge.builder(
                            names + "circuit",
                            destinations,
                            all -> all.stream()
                                    .filter(one -> one.circuit().state() == state)
                                    .count())
                    .description("1 for the state that a receiver's circuit is in")
                    .tag(LABEL, label)
                    .tag("state", state.label())
                    .register(registry));
        }
    }

    void add(Destination destination) {
        destinations.add(destination);
    }

    /** @return whether it was the last, so that nothing is measured any more */
    boolean remove(Destination destination) {
        destinations.remove(destination);
        if (!destinations.isEmpty()) {
            return false;
        }
        meters.forEach(registry::remove);
        return true;
    }

    /** @param status 0 when there was no complete answer */
    void ended(CallOutcome outcome, int status, long nanos) {
        Ending ending = new Ending(outcome, status / 100);
        Counter counter = calls.get(ending);
        (counter != null ? counter : calls.computeIfAbsent(ending, this::counter)).increment();
        if (outcome != CallOutcome.NOT_SENT) {
            time.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    private Counter counter(Ending ending) {
        Counter counter = Counter.builder(names + "calls")
                .description("Messages for a receiver, by what became of them")
                .tag(LABEL, label)
                .tag("outcome", ending.outcome.label())
                .tag("status", ending.statusClass == 0 ? "none" : ending.statusClass + "xx")
                .register(registry);
        meters.add(counter);
        return counter;
    }
}
