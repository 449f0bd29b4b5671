// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.broker.BrokerLimits;
import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreIT {

    private static final String STORE = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to: kamelet:store-action
            - route:
                from:
                  uri: direct:bank
                  steps:
                    - to: kamelet:store-action
            """;
    private static final String DELIVER = """
            - route:
                from:
                  uri: kamelet:store-source
                  parameters:
                    application: acme
                    redeliveryDelay: 20ms
                    maximumRedeliveryDelay: 100ms
                    maxWaiting: 50
                  steps:
                    - process:
                        ref: sink
            """;

    @TempDir
    Path data;

    private static final class Sink implements Processor {

        final Queue<Exchange> delivered = new ConcurrentLinkedQueue<>();
        final Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
        final AtomicBoolean down = new AtomicBoolean();

        @Override
        public void process(Exchange exchange) throws Exception {
            ShortMessage message = exchange.getMessage().getBody(ShortMessage.class);
            attempts.computeIfAbsent(message.id(), id -> new AtomicInteger()).incrementAndGet();
            if (message.text().equals("refused")) {
                throw new UnsupportedOperationException("never");
            }
            if (down.get()) {
                throw new NotConfirmedException("the application is down");
            }
            delivered.add(exchange.copy());
        }

        List<String> ids() {
            return delivered.stream()
                    .map(exchange ->
                            exchange.getMessage().getBody(ShortMessage.class).id())
                    .toList();
        }
    }

    @Test
    void aRouteUsesTheComponentAtBothEnds() throws Exception {
        Sink sink = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: store:/
                - route:
                    from:
                      uri: direct:bank
                      steps:
                        - to: store:acme
                - route:
                    from:
                      uri: store:acme
                      steps:
                        - process:
                            ref: sink
                """)
                .start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("01A", "own")).get(10, TimeUnit.SECONDS))
                    .isNull();
            assertThat(hub.send("direct:bank", StoreHub.message("01B", "another's"))
                            .get(10, TimeUnit.SECONDS))
                    .isNull();
            await().until(() -> sink.delivered.size() == 2);
            assertThat(sink.ids()).containsExactlyInAnyOrder("01A", "01B");
        }
    }

    @Test
    void aMessageWithoutApplicationIsNotStored() throws Exception {
        try (StoreHub hub = new StoreHub(StoreHub.settings(data)).routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - removeHeader:
                            name: CamelSmsApplication
                        - to: kamelet:store-action
                """).start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("01A", "whose?"))
                            .get(10, TimeUnit.SECONDS))
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("no application");
        }
    }

    @Test
    void aStoredMessageIsDeliveredAfterARestartAsItWasWithItsHeaders() throws Exception {
        ShortMessage message = StoreHub.message("01A", "Grüße 😀");
        try (StoreHub hub = new StoreHub(StoreHub.settings(data)).routes(STORE).start()) {
            assertThat(hub.send("direct:acme", message).get(10, TimeUnit.SECONDS))
                    .isNull();
            assertThat(hub.counted("acme", "stored")).isEqualTo(1);
        }
        Sink sink = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(DELIVER)
                .start()) {
            await().until(() -> sink.delivered.size() == 1);
            await().until(() -> hub.counted("acme", "delivered") == 1);
        }
        Exchange delivered = sink.delivered.peek();
        assertThat(delivered.getMessage().getBody()).usingRecursiveComparison().isEqualTo(message);
        assertThat(delivered.getMessage().getHeaders())
                .containsEntry("CamelSmsMessageId", "01A")
                .containsEntry("CamelSmsText", "Grüße 😀")
                .containsEntry("CamelSs7MapVersion", 3)
                .containsEntry("CamelSmsServiceCentreTimestamp", OffsetDateTime.parse("2026-11-22T04:05:06+05:45"));
        Sink second = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", second)
                .routes(STORE)
                .routes(DELIVER)
                .start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("01B", "next")).get(10, TimeUnit.SECONDS))
                    .isNull();
            await().until(() -> second.delivered.size() == 1);
            assertThat(second.ids())
                    .as("what was delivered does not come again")
                    .containsExactly("01B");
        }
    }

    @Test
    void whileAnApplicationIsDownItsMessagesWaitAndNoneIsLostOrDoubledWhenItIsBack() throws Exception {
        Sink sink = new Sink();
        sink.down.set(true);
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(STORE)
                .routes(DELIVER)
                .start()) {
            List<CompletableFuture<Exception>> sends = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                sends.add(hub.send("direct:acme", StoreHub.message("m" + i, "text")));
            }
            for (CompletableFuture<Exception> send : sends) {
                assertThat(send.get(10, TimeUnit.SECONDS)).isNull();
            }
            await().until(() -> sink.attempts.values().stream().anyMatch(attempts -> attempts.get() > 3));
            assertThat(sink.delivered).isEmpty();
            assertThat(sink.attempts.size())
                    .as("no more are begun than may wait and be in progress")
                    .isLessThanOrEqualTo(250);
            sink.down.set(false);
            await().atMost(Duration.ofSeconds(20)).until(() -> sink.delivered.size() >= 500);
            assertThat(sink.ids()).doesNotHaveDuplicates().hasSize(500);
        }
    }

    @Test
    void aRefusedMessageIsADeadLetterWithItsReasonAndCanBeReplayed() throws Exception {
        Sink sink = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(STORE)
                .routes(DELIVER)
                .start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("bad", "refused"))
                            .get(10, TimeUnit.SECONDS))
                    .isNull();
            assertThat(hub.send("direct:acme", StoreHub.message("good", "text")).get(10, TimeUnit.SECONDS))
                    .isNull();
            await().until(() -> hub.counted("acme", "dead") == 1 && sink.delivered.size() == 1);
            DeadLetters dead = hub.store.deadLetters();
            assertThat(dead.list("acme", 10)).singleElement().satisfies(letter -> {
                assertThat(letter.messageId()).isEqualTo("bad");
                assertThat(letter.reason()).isEqualTo("unsupported operation failure");
                assertThat(letter.attempts()).isEqualTo(1);
            });
            assertThat(hub.records)
                    .anySatisfy(record -> assertThat(record)
                            .extracting(MessageRecord::outcome, MessageRecord::id, MessageRecord::reason)
                            .containsExactly(MessageOutcome.DEAD, "bad", "unsupported operation failure"));
            assertThat(dead.replay("acme", 10)).isEqualTo(1);
            await().until(() -> hub.counted("acme", "dead") == 2);
            assertThat(dead.find("acme", "bad").orElseThrow().json()).isTrue();
            assertThat(dead.find("acme", "good")).isEmpty();
            assertThat(dead.replay("acme", "bad")).isTrue();
            await().until(() -> hub.counted("acme", "dead") == 3);
            assertThat(dead.discard("acme", "good")).isFalse();
            assertThat(dead.discard("acme", "bad")).isTrue();
            assertThat(dead.list("acme", 10)).isEmpty();
        }
    }

    @Test
    void aQueueAtItsQuotaRefusesItsSendersAndNobodyElsesAndRecovers() throws Exception {
        Sink sink = new Sink();
        try (StoreHub hub = new StoreHub(StoreHub.quota(data, 2_000))
                .bind("sink", sink)
                .routes(STORE)
                .start()) {
            int stored = 0;
            Exception refusal = null;
            for (int batch = 0; batch < 40 && refusal == null; batch++) {
                List<CompletableFuture<Exception>> sends = new ArrayList<>();
                for (int i = 0; i < 100; i++) {
                    sends.add(hub.send("direct:acme", StoreHub.message("m" + batch + "." + i, "text")));
                }
                for (CompletableFuture<Exception> send : sends) {
                    Exception failure = send.get(10, TimeUnit.SECONDS);
                    stored += failure == null ? 1 : 0;
                    refusal = failure == null ? refusal : failure;
                }
            }
            assertThat(refusal).isInstanceOf(NotConfirmedException.class).hasMessageContaining("full");
            assertThat(stored).isBetween(1_900, 2_300);
            assertThat(hub.send("direct:bank", StoreHub.message("b", "text")).get(10, TimeUnit.SECONDS))
                    .isNull();
            hub.routes(DELIVER);
            int expected = stored;
            await().atMost(Duration.ofSeconds(30)).until(() -> sink.delivered.size() >= expected);
            await().until(() ->
                    hub.send("direct:acme", StoreHub.message("again", "text")).get(10, TimeUnit.SECONDS) == null);
        }
    }

    @Test
    void aDiskThatIsNearlyFullRefusesInsteadOfLosing() throws Exception {
        BrokerSettings full =
                new BrokerSettings("", "", "", data, 1_000, Long.MAX_VALUE / 2, java.util.Optional.empty());
        try (StoreHub hub = new StoreHub(full).routes(STORE).start()) {
            await().until(() -> hub.broker.noRoom().isPresent());
            assertThat(hub.send("direct:acme", StoreHub.message("m", "text")).get(10, TimeUnit.SECONDS))
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("disk");
        }
    }

    @Test
    void anApplicationHasAQuotaOfItsOwn() throws Exception {
        BrokerLimits limits = new BrokerLimits(100_000, Map.of("acme", 40L), 1_000_000, Long.MAX_VALUE);
        try (StoreHub hub = new StoreHub(new BrokerSettings("", "", "", data, limits, java.util.Optional.empty()))
                .routes(STORE)
                .start()) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.send("direct:acme", StoreHub.message("a", "text"))
                                    .get(20, TimeUnit.SECONDS)
                            != null);
            assertThat(hub.counted("acme", "stored"))
                    .as("the part on the disk is counted page by page")
                    .isBetween(40.0, 2_000.0);
            for (int i = 0; i < 100; i++) {
                assertThat(hub.send("direct:bank", StoreHub.message("b" + i, "text"))
                                .get(20, TimeUnit.SECONDS))
                        .isNull();
            }
        }
    }

    @Test
    void aBrokerWhoseFolderHoldsAsMuchAsItMayRefusesUntilItHoldsLess() throws Exception {
        Sink sink = new Sink();
        BrokerLimits limits = new BrokerLimits(100_000, Map.of(), 1_000_000, 60_000_000);
        try (StoreHub hub = new StoreHub(new BrokerSettings("", "", "", data, limits, java.util.Optional.empty()))
                .bind("sink", sink)
                .routes(STORE)
                .start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("a", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
            Path large = java.nio.file.Files.write(data.resolve("filler"), new byte[60_000_000]);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.broker.noRoom().isPresent());
            assertThat(hub.send("direct:acme", StoreHub.message("b", "text")).get(20, TimeUnit.SECONDS))
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("holds as much as it may");
            java.nio.file.Files.delete(large);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> hub.broker.noRoom().isEmpty());
            assertThat(hub.send("direct:acme", StoreHub.message("c", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
        }
    }

    @Test
    void aMessageThatFailsAndIsTooOldIsADeadLetter() throws Exception {
        Sink sink = new Sink();
        sink.down.set(true);
        try (StoreHub hub = new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(STORE)
                .routes(DELIVER.replace("maxWaiting: 50", "maxAge: 500ms"))
                .start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("old", "text")).get(20, TimeUnit.SECONDS))
                    .isNull();
            await().atMost(Duration.ofSeconds(60)).until(() -> hub.counted("acme", "dead") == 1);
            assertThat(hub.store.deadLetters().list("acme", 10)).singleElement().satisfies(letter -> {
                assertThat(letter.reason()).isEqualTo("the application is down");
                assertThat(letter.attempts()).isPositive();
                assertThat(letter.diedAt()).isAfterOrEqualTo(letter.storedAt().plusMillis(500));
            });
        }
    }
}
