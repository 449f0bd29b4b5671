// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.camel.Exchange;

/**
 * What each way out makes of each application's messages: {@code vmnhub.sink.messages{application,connector,outcome,
 * error}}, {@code vmnhub.sink.time{application,connector}} and {@code vmnhub.sink.in.progress{application,connector}}.
 * A row comes with the first message that it counts. A plugin of the Camel context. Thread-safe.
 */
public final class SinkMetrics {

    /** Applications with rows of their own; what goes beyond shares one. */
    static final int MOST_APPLICATIONS = 500;

    private static final String OTHERS = "other";
    private static final String NOBODY = "none";
    private static final Duration[] BUCKETS = Stream.of(1, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    /** By application, then by connector. */
    private final Map<String, Map<String, Meters>> meters = new ConcurrentHashMap<>();

    public SinkMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts one message that a way out has; {@link Running#ended} ends it. */
    static Optional<Running> begin(Exchange exchange, String connector) {
        return Optional.ofNullable(
                        exchange.getContext().getCamelContextExtension().getContextPlugin(SinkMetrics.class))
                .map(metrics -> metrics.begin(application(exchange), connector));
    }

    private static String application(Exchange exchange) {
        return MessageContext.of(exchange)
                .map(MessageContext::application)
                .filter(name -> !name.isEmpty())
                .orElse(NOBODY);
    }

    private Running begin(String application, String connector) {
        Map<String, Meters> own = meters.get(application);
        String label = application;
        if (own == null) {
            label = meters.size() < MOST_APPLICATIONS ? application : OTHERS;
            own = meters.computeIfAbsent(label, name -> new ConcurrentHashMap<>());
        }
        Meters place = own.get(connector);
        if (place == null) {
            String shown = label;
            place = own.computeIfAbsent(connector, name -> new Meters(shown, name));
        }
        place.inProgress.incrementAndGet();
        return new Running(place);
    }

    /** One message that a way out has. */
    static final class Running {

        private final Meters meters;
        private final long begun = System.nanoTime();

        private Running(Meters meters) {
            this.meters = meters;
        }

        /** @param failure null when it was confirmed; to be called once */
        void ended(Throwable failure) {
            meters.inProgress.decrementAndGet();
            meters.time.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
            if (failure == null) {
                meters.confirmed();
            } else {
                meters.failed(error(failure));
            }
        }

        /** The MAP error that a failure names, and else the temporary one that the SMSC gets. */
        private static String error(Throwable failure) {
            for (Throwable cause = failure;
                    cause != null;
                    cause = cause.getCause() == cause ? null : cause.getCause()) {
                if (cause instanceof MapUserErrorException refusal) {
                    return refusal.error().code().errorName();
                }
            }
            return MapUserError.temporary().code().errorName();
        }
    }

    /** The meters of one place. */
    private final class Meters {

        private final String application;
        private final String connector;
        private final AtomicInteger inProgress = new AtomicInteger();
        private final Map<String, Counter> failed = new ConcurrentHashMap<>();
        private final AtomicReference<Counter> confirmed = new AtomicReference<>();
        private final Timer time;

        Meters(String application, String connector) {
            this.application = application;
            this.connector = connector;
            time = Timer.builder("vmnhub.sink.time")
                    .description("From a message's coming to a way out to its end there")
                    .tag("application", application)
                    .tag("connector", connector)
                    .serviceLevelObjectives(BUCKETS)
                    .register(registry);
            Gauge.builder("vmnhub.sink.in.progress", inProgress, AtomicInteger::get)
                    .description("Messages that a way out has and that have not ended")
                    .tag("application", application)
                    .tag("connector", connector)
                    .register(registry);
        }

        void confirmed() {
            Counter counter = confirmed.get();
            if (counter == null) {
                counter = ends("confirmed", NOBODY);
                confirmed.set(counter);
            }
            counter.increment();
        }

        void failed(String error) {
            failed.computeIfAbsent(error, name -> ends("failed", name)).increment();
        }

        /** The registry gives the same counter for the same labels. */
        private Counter ends(String outcome, String error) {
            return Counter.builder("vmnhub.sink.messages")
                    .description("Messages that have ended at a way out")
                    .tag("application", application)
                    .tag("connector", connector)
                    .tag("outcome", outcome)
                    .tag("error", error)
                    .register(registry);
        }
    }
}
