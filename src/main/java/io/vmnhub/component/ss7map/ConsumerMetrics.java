// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapOperation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One counter and one histogram for each answered invoke, made once at start:
 * {@code vmnhub.map.answers{operation,version,outcome,error}}, {@code vmnhub.map.answer.time{operation}},
 * {@code vmnhub.map.in.progress{operation}}, {@code vmnhub.map.overload{operation}},
 * {@code vmnhub.map.abandoned{operation}}.
 */
final class ConsumerMetrics {

    private static final int VERSIONS = 4;
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final OfVersion[] answers = new OfVersion[VERSIONS];
    private final Timer time;
    private final Counter overload;
    private final Counter abandoned;

    /** The counters of answers in one MAP version. */
    private record OfVersion(Counter success, Counter unsent, Counter silent, Map<Code, Counter> errors) {}

    ConsumerMetrics(MeterRegistry registry, MapOperation operation, AtomicInteger inProgress) {
        String name = operation.operationName();
        for (int version = 1; version < VERSIONS; version++) {
            Map<Code, Counter> errors = new EnumMap<>(Code.class);
            for (Code code : Code.values()) {
                errors.put(code, counter(registry, name, version, "error", code.errorName()));
            }
            answers[version] = new OfVersion(
                    counter(registry, name, version, "success", "none"),
                    counter(registry, name, version, "unsent", "none"),
                    counter(registry, name, version, "silent", "none"),
                    errors);
        }
        time = Timer.builder("vmnhub.map.answer.time")
                .description("From the invoke's arrival to its answer")
                .tag("operation", name)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        overload = Counter.builder("vmnhub.map.overload")
                .description("Invokes refused because too many were in progress")
                .tag("operation", name)
                .register(registry);
        abandoned = Counter.builder("vmnhub.map.abandoned")
                .description("Exchanges that never ended")
                .tag("operation", name)
                .register(registry);
        Gauge.builder("vmnhub.map.in.progress", inProgress, AtomicInteger::get)
                .description("Invokes whose exchange has not ended")
                .tag("operation", name)
                .register(registry);
    }

    private static Counter counter(
            MeterRegistry registry, String operation, int version, String outcome, String error) {
        return Counter.builder("vmnhub.map.answers")
                .description("Answered invokes")
                .tag("operation", operation)
                .tag("version", String.valueOf(version))
                .tag("outcome", outcome)
                .tag("error", error)
                .register(registry);
    }

    void answered(int version, MapAnswer answer, boolean sent, long nanos) {
        OfVersion counters = answers[version];
        Counter counter = !sent
                ? counters.unsent
                : answer instanceof MapAnswer.None
                        ? counters.silent
                        : answer instanceof MapAnswer.UserError refusal
                                ? counters.errors.get(
                                        refusal.error().inVersion(version).code())
                                : counters.success;
        counter.increment();
        time.record(nanos, TimeUnit.NANOSECONDS);
    }

    void overloaded() {
        overload.increment();
    }

    void abandoned() {
        abandoned.increment();
    }
}
