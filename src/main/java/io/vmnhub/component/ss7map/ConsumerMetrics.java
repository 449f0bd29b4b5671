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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * One counter and one histogram for each answered invoke. A counter of answers comes with the first that it counts:
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

    private static final String SUCCESS = "success";
    private static final String UNSENT = "unsent";
    private static final String SILENT = "silent";
    private static final String ERROR = "error";
    private static final String NO_ERROR = "none";

    private final List<OfVersion> answers;
    private final MeterRegistry registry;
    private final String operation;
    private final Timer time;
    private final Counter overload;
    private final Counter abandoned;

    /** The counters of answers in one MAP version: each is made for the first answer that it counts. */
    private record OfVersion(int version, Map<String, Counter> outcomes, Map<Code, Counter> errors) {

        OfVersion(int version) {
            this(version, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }
    }

    ConsumerMetrics(MeterRegistry registry, MapOperation operation, AtomicInteger inProgress) {
        this.registry = registry;
        this.operation = operation.operationName();
        String name = this.operation;
        answers = IntStream.range(0, VERSIONS).mapToObj(OfVersion::new).toList();
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

    private Counter counter(int version, String outcome, String error) {
        return Counter.builder("vmnhub.map.answers")
                .description("Answered invokes")
                .tag("operation", operation)
                .tag("version", String.valueOf(version))
                .tag("outcome", outcome)
                .tag("error", error)
                .register(registry);
    }

    void answered(int version, MapAnswer answer, boolean sent, long nanos) {
        counter(answers.get(version), answer, sent).increment();
        time.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Counter counter(OfVersion counters, MapAnswer answer, boolean sent) {
        if (sent && answer instanceof MapAnswer.UserError refusal) {
            return counters.errors.computeIfAbsent(
                    refusal.error().inVersion(counters.version).code(),
                    code -> counter(counters.version, ERROR, code.errorName()));
        }
        return counters.outcomes.computeIfAbsent(
                !sent ? UNSENT : answer instanceof MapAnswer.None ? SILENT : SUCCESS,
                outcome -> counter(counters.version, outcome, NO_ERROR));
    }

    void overloaded() {
        overload.increment();
    }

    void abandoned() {
        abandoned.increment();
    }
}
