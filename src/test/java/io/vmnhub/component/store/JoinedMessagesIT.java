// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.sms.ShortMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Joined long messages in an embedded broker, through its end and start. */
@Timeout(120)
class JoinedMessagesIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONFIRM = """
            - route:
                id: acme
                from:
                  uri: direct:acme
                  steps:
                    - process:
                        ref: sink
            """;
    private static final String STORE = """
            - route:
                id: acme
                from:
                  uri: direct:acme
                  steps:
                    - to: store:acme
            - route:
                id: acme-delivery
                from:
                  uri: store:acme
                  steps:
                    - process:
                        ref: sink
            """;

    @TempDir
    private Path data;

    private final Queue<ShortMessage> delivered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Queue<MessageOutcome> ends = new ConcurrentLinkedQueue<>();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile Exception failure;

    private final Processor sink = exchange -> {
        attempts.incrementAndGet();
        if (failure != null) {
            throw failure;
        }
        assertThat(exchange.getMessage().getHeader("CamelSmsApplication")).isEqualTo("acme");
        assertThat(exchange.getMessage().getHeader("CamelSmsServiceCentreTimestamp"))
                .isNotNull();
        delivered.add(exchange.getMessage().getBody(ShortMessage.class));
    };

    private final DeliveryListener listener = new DeliveryListener() {
        @Override
        public void attemptFailed() {
            failures.incrementAndGet();
        }

        @Override
        public void ended(MessageOutcome outcome) {
            ends.add(outcome);
        }
    };

    private StoreHub hub(String routes) throws Exception {
        return new StoreHub(StoreHub.settings(data))
                .bind("sink", sink)
                .routes(routes)
                .start();
    }

    private JoinedMessages joined(StoreHub hub) {
        return new JoinedMessages(hub.context(), hub.store, listener);
    }

    private static void keep(JoinedMessages joined, ShortMessage message) throws Exception {
        CompletableFuture<Exception> stored = new CompletableFuture<>();
        joined.store("acme", message, stored::complete);
        assertThat(stored.get(30, TimeUnit.SECONDS)).isNull();
    }

    @Test
    void whatTheRouteDoesNotTakeIsDeliveredLaterAlsoAfterAnotherStart() throws Exception {
        failure = new IOException("down");
        try (StoreHub hub = hub(CONFIRM);
                JoinedMessages joined = joined(hub)) {
            keep(joined, StoreHub.message("long", "a long text"));
            await().atMost(SOON).until(() -> attempts.get() >= 2);
            assertThat(failures).hasPositiveValue();
        }
        failure = null;
        try (StoreHub hub = hub(CONFIRM);
                JoinedMessages joined = joined(hub)) {
            joined.resume(Set.of());
            await().atMost(SOON).until(() -> ends.contains(MessageOutcome.DELIVERED));
            assertThat(delivered).singleElement().satisfies(message -> {
                assertThat(message.id()).isEqualTo("long");
                assertThat(message.text()).isEqualTo("a long text");
            });
            assertThat(hub.records)
                    .singleElement()
                    .satisfies(record -> assertThat(record.outcome()).isEqualTo(MessageOutcome.DELIVERED));
        }
    }

    @Test
    void whatTheRouteRefusesForGoodIsADeadLetterAndReplayedGoesToTheRouteAgain() throws Exception {
        failure = new UnsupportedOperationException("never");
        try (StoreHub hub = hub(CONFIRM);
                JoinedMessages joined = joined(hub)) {
            keep(joined, StoreHub.message("refused", "text"));
            await().atMost(SOON).until(() -> ends.contains(MessageOutcome.DEAD));
            DeadLetters dead = hub.store.deadLetters();
            assertThat(dead.list("acme", 10)).singleElement().satisfies(letter -> {
                assertThat(letter.source()).isEqualTo(DeadLetter.Source.LONG_MESSAGES);
                assertThat(letter.attempts()).isEqualTo(1);
            });
            failure = null;
            assertThat(dead.replay("acme", "refused")).isTrue();
            await().atMost(SOON).until(() -> delivered.size() == 1);
            assertThat(dead.list("acme", 10)).isEmpty();
        }
    }

    @Test
    void whatNobodyCanReadIsADeadLetterWithItsReasonAndItsTimes() throws Exception {
        Instant died = Instant.parse("2026-11-22T10:00:00Z");
        try (StoreHub hub = hub(CONFIRM);
                JoinedMessages joined = joined(hub)) {
            CompletableFuture<Exception> buried = new CompletableFuture<>();
            joined.bury("acme", StoreHub.message("unreadable", "?"), "parts are missing", died, buried::complete);
            assertThat(buried.get(30, TimeUnit.SECONDS)).isNull();
            assertThat(hub.store.deadLetters().list("acme", 10))
                    .containsExactly(new DeadLetter(
                            "unreadable",
                            DeadLetter.Source.LONG_MESSAGES,
                            "parts are missing",
                            0,
                            Instant.parse("2026-11-21T22:20:07.123Z"),
                            died));
            assertThat(hub.counted("acme", "dead")).isEqualTo(1);
            assertThat(hub.store.deadLetters().discard("acme", 10)).isEqualTo(1);
        }
    }

    @Test
    void anApplicationInStoreModeHasOneEndInTheMessageLog() throws Exception {
        try (StoreHub hub = hub(STORE);
                JoinedMessages joined = joined(hub)) {
            keep(joined, StoreHub.message("twice", "text"));
            await().atMost(SOON).until(() -> delivered.size() == 1 && !hub.records.isEmpty());
            assertThat(hub.counted("acme", "stored")).isEqualTo(2);
            await().atMost(SOON).until(() -> hub.counted("acme", "delivered") == 2);
            assertThat(hub.records).hasSize(1);
        }
    }

    @Test
    void aMessageThatIsHandedOverTwiceIsDeliveredOnceAlsoAfterItWasRefused() throws Exception {
        failure = new IOException("down");
        try (StoreHub hub = new StoreHub(StoreHub.quota(data, 2))
                        .bind("sink", sink)
                        .routes(CONFIRM)
                        .start();
                JoinedMessages joined = joined(hub)) {
            int stored = 0;
            Exception refusal = null;
            while (refusal == null && stored < 1_000) {
                CompletableFuture<Exception> ended = new CompletableFuture<>();
                joined.store("acme", StoreHub.message("m" + stored, "text"), ended::complete);
                refusal = ended.get(30, TimeUnit.SECONDS);
                stored += refusal == null ? 1 : 0;
            }
            assertThat(refusal).isNotNull();
            failure = null;
            int all = stored + 1;
            ShortMessage last = StoreHub.message("m" + stored, "text");
            await().atMost(SOON).until(() -> {
                CompletableFuture<Exception> ended = new CompletableFuture<>();
                joined.store("acme", last, ended::complete);
                return ended.get(30, TimeUnit.SECONDS) == null;
            });
            keep(joined, last);
            await().atMost(SOON).until(() -> delivered.size() >= all);
            assertThat(delivered).extracting(ShortMessage::id).hasSize(all).doesNotHaveDuplicates();
        }
    }

    @Test
    void aMessageOfTheMostPartsThereMayBeIsKeptWhole() throws Exception {
        String text = "x".repeat(255 * 67);
        try (StoreHub hub = hub(CONFIRM);
                JoinedMessages joined = joined(hub)) {
            keep(joined, StoreHub.message("longest", text));
            await().atMost(SOON).until(() -> ends.contains(MessageOutcome.DELIVERED));
            assertThat(delivered)
                    .singleElement()
                    .satisfies(message -> assertThat(message.text()).isEqualTo(text));
        }
    }
}
