// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.Recovery;
import io.vmnhub.fixture.StoreHub;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What waits in the store for an application that tells when it has recovered. Pauses are an hour: what comes earlier
 * comes for that reason.
 */
class RecoveryIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: kamelet:store-action
            - route:
                from:
                  uri: kamelet:store-source
                  parameters: {application: acme, redeliveryDelay: 1h, maximumRedeliveryDelay: 1h, maxAttempts: 3}
                  steps:
                    - process: {ref: sink}
            """;

    @TempDir
    Path data;

    /** An application that is down until it says otherwise. */
    private static final class Sink implements Processor, Recovery {

        final Queue<String> delivered = new ConcurrentLinkedQueue<>();
        final AtomicInteger refused = new AtomicInteger();
        final AtomicInteger inside = new AtomicInteger();
        final List<Integer> together = new CopyOnWriteArrayList<>();
        final AtomicLong recoveries = new AtomicLong();
        final List<Runnable> listeners = new CopyOnWriteArrayList<>();
        volatile boolean down = true;
        volatile NextTry next = new NextTry(false, Duration.ZERO, Optional.of(this), 0);

        @Override
        public void process(Exchange exchange) throws Exception {
            if (down) {
                refused.incrementAndGet();
                throw new NotConfirmedException("the application is down", null, next);
            }
            together.add(inside.incrementAndGet());
            delivered.add(exchange.getMessage().getHeader("CamelSmsMessageId", String.class));
            inside.decrementAndGet();
        }

        void recover() {
            recoveries.incrementAndGet();
            listeners.forEach(Runnable::run);
        }

        @Override
        public long count() {
            return recoveries.get();
        }

        @Override
        public void listen(Runnable whenRecovered) {
            listeners.add(whenRecovered);
        }

        @Override
        public void forget(Runnable whenRecovered) {
            listeners.remove(whenRecovered);
        }

        @Override
        public Readiness readiness() {
            return down ? Readiness.AWAY : Readiness.TAKING;
        }

        @Override
        public Optional<Instant> nextTry() {
            return Optional.empty();
        }
    }

    private static void store(StoreHub hub, int count) throws Exception {
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(hub.send("direct:acme", StoreHub.message("m" + i, "text")));
        }
        for (CompletableFuture<Exception> send : sends) {
            assertThat(send.get(10, TimeUnit.SECONDS)).isNull();
        }
    }

    @Test
    void recoveryBringsBackAllThatWaitedAtOnceAndNothingIsListenedToAfterwards() throws Exception {
        Sink sink = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(ROUTES)
                .start()) {
            store(hub, 300);
            await().until(() -> hub.counted("acme", "held") == 300);
            assertThat(sink.listeners).hasSize(1);
            sink.down = false;
            sink.recover();
            await().atMost(Duration.ofSeconds(20)).until(() -> sink.delivered.size() == 300);
            assertThat(sink.delivered).doesNotHaveDuplicates();
            await().until(() -> sink.listeners.isEmpty());
        }
    }

    @Test
    void aFalseRecoveryCostsAFewTrialsAndWhatWasNotTriedCountsAsNoAttempt() throws Exception {
        Sink sink = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(ROUTES)
                .start()) {
            store(hub, 100);
            await().until(() -> sink.refused.get() == 100);
            for (int i = 1; i <= 5; i++) {
                sink.next = new NextTry(false, Duration.ZERO, Optional.of(sink), i);
                int before = sink.refused.get();
                sink.recover();
                await().until(() -> sink.refused.get() > before);
            }
            await().during(Duration.ofMillis(300)).until(() -> sink.refused.get() <= 130);
            assertThat(hub.counted("acme", "dead"))
                    .as("maxAttempts is 3, and nothing was tried")
                    .isZero();
        }
    }

    @Test
    void thePauseThatAnApplicationAsksForIsKept() throws Exception {
        Sink sink = new Sink();
        sink.next = new NextTry(true, Duration.ofSeconds(2), Optional.empty(), 0);
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(ROUTES.replace(
                        "redeliveryDelay: 1h, maximumRedeliveryDelay: 1h",
                        "redeliveryDelay: 10ms, maximumRedeliveryDelay: 20ms"))
                .start()) {
            store(hub, 1);
            await().until(() -> sink.refused.get() == 1);
            Instant refused = Instant.now();
            sink.down = false;
            await().until(() -> sink.delivered.size() == 1);
            assertThat(Duration.between(refused, Instant.now())).isGreaterThan(Duration.ofMillis(1_500));
        }
    }
}
