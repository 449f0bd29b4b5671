// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.http.DestinationState;
import io.vmnhub.http.Destinations;
import io.vmnhub.sms.MessageIdentity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Webhooks in store mode. The pauses between attempts are an hour unless a test says otherwise: what comes earlier
 * comes for its reason.
 */
class WebhookStoreIT {

    @TempDir
    Path folder;

    private StoreHub hub(Receiver receiver, String source, String sink) throws Exception {
        return hub(receiver, source, sink, "1h");
    }

    private StoreHub hub(Receiver receiver, String source, String sink, String pause) throws Exception {
        StoreHub hub = new StoreHub(StoreHub.settings(folder.resolve("broker")));
        return hub.bind("destinations", new Destinations(hub.metrics, Optional.of(folder.resolve("webhooks.json"))))
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:store-action
                - route:
                    from:
                      uri: kamelet:store-source
                      parameters: {application: acme, redeliveryDelay: %s, maximumRedeliveryDelay: %s%s}
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", allowPrivateTargets: true, confirmWithin: 20s%s}
                """.formatted(pause, pause, source, receiver.url(), sink))
                .start();
    }

    private static Destinations destinations(StoreHub hub) {
        return hub.context().getRegistry().findSingleByType(Destinations.class);
    }

    private static DestinationState only(StoreHub hub) {
        assertThat(destinations(hub).list()).hasSize(1);
        return destinations(hub).list().get(0);
    }

    private static void store(StoreHub hub, String name, int count) throws Exception {
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sends.add(hub.send("direct:acme", StoreHub.message(name + i, "text")));
        }
        for (CompletableFuture<Exception> send : sends) {
            assertThat(send.get(30, TimeUnit.SECONDS)).isNull();
        }
    }

    private static void answer(HttpServerRequest request, int status) {
        request.response().setStatusCode(status).end();
    }

    @Test
    void theClosingOfTheCircuitBringsBackAllThatWaits() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        try (Receiver receiver = Receiver.behaving(request -> answer(request, status.get()));
                StoreHub hub = hub(receiver, ", maxInProgress: 10", ", circuitCalls: 4, circuitOpenFor: 200ms")) {
            store(hub, "m", 200);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hub.counted("acme", "held") + hub.counted("acme", "failedAttempt") >= 200);
            assertThat(only(hub).circuit()).isNotEqualTo("closed");
            int whileDown = receiver.received().size();
            assertThat(whileDown)
                    .as("the circuit keeps all but the first and a few trials away")
                    .isLessThan(100);
            status.set(200);
            await().atMost(Duration.ofSeconds(60)).until(() -> hub.counted("acme", "delivered") == 200);
            Map<String, Integer> times = new HashMap<>();
            receiver.received()
                    .subList(whileDown, receiver.received().size())
                    .forEach(request -> times.merge(request.body(), 1, Integer::sum));
            assertThat(times.values()).allMatch(count -> count <= 2);
            assertThat(only(hub).circuit()).isEqualTo("closed");
        }
    }

    @Test
    void aReceiverThatHasGoneGetsNothingMoreAlsoAfterARestartUntilItIsEnabled() throws Exception {
        AtomicInteger status = new AtomicInteger(410);
        try (Receiver receiver = Receiver.behaving(request -> answer(request, status.get()))) {
            try (StoreHub hub = hub(receiver, "", "")) {
                store(hub, "a", 1);
                await().until(() -> only(hub).circuit().equals("disabled"));
                store(hub, "b", 10);
                await().until(() -> hub.counted("acme", "held") == 10);
                assertThat(only(hub).disabledSince()).isPresent();
                await().until(() -> folder.resolve("webhooks.json").toFile().exists());
            }
            status.set(200);
            try (StoreHub hub = hub(receiver, "", "")) {
                await().until(() -> hub.counted("acme", "held") == 11);
                assertThat(only(hub).circuit()).isEqualTo("disabled");
                assertThat(receiver.received()).hasSize(1);
                assertThat(destinations(hub).enable("nobody")).isFalse();
                assertThat(destinations(hub).enable(only(hub).id())).isTrue();
                await().atMost(Duration.ofSeconds(30)).until(() -> hub.counted("acme", "delivered") == 11);
                assertThat(only(hub).disabledSince()).isEmpty();
            }
            try (StoreHub hub = hub(receiver, "", "")) {
                assertThat(only(hub).circuit()).as("enabled it stays").isEqualTo("closed");
            }
        }
    }

    @Test
    void otherSettingsOfAReceiverThatHasGoneAreAnotherReceiver() throws Exception {
        AtomicInteger status = new AtomicInteger(410);
        try (Receiver receiver = Receiver.behaving(request -> answer(request, status.get()))) {
            try (StoreHub hub = hub(receiver, "", ", bearerToken: old")) {
                store(hub, "a", 1);
                await().until(() -> only(hub).circuit().equals("disabled")
                        && folder.resolve("webhooks.json").toFile().exists());
            }
            status.set(200);
            try (StoreHub hub = hub(receiver, "", ", bearerToken: new")) {
                await().atMost(Duration.ofSeconds(30)).until(() -> hub.counted("acme", "delivered") == 1);
            }
        }
    }

    @Test
    void whatWaitsForAReceiverThatHasGoneIsADeadLetterWhenItIsTooOld() throws Exception {
        try (Receiver receiver = Receiver.answering(410);
                StoreHub hub = hub(receiver, ", maxAge: 1s", "", "50ms")) {
            store(hub, "m", 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> hub.counted("acme", "dead") == 1);
            assertThat(hub.store.deadLetters().list("acme", 10))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.reason()).contains("answered 410"));
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void retryAfterIsKeptAndTheMessageIsTriedWhenItIsOver() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        List<Instant> times = new CopyOnWriteArrayList<>();
        try (Receiver receiver = Receiver.behaving(request -> {
                    times.add(Instant.now());
                    request.response()
                            .putHeader("Retry-After", "2")
                            .setStatusCode(answers.incrementAndGet() == 1 ? 503 : 200)
                            .end();
                });
                StoreHub hub = hub(receiver, "", ", signingSecrets: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")) {
            store(hub, "m", 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> hub.counted("acme", "delivered") == 1);
            assertThat(receiver.received())
                    .extracting(request -> request.headers().get("webhook-id"))
                    .containsOnly(MessageIdentity.ofId("m0").toString())
                    .hasSize(2);
            assertThat(Duration.between(times.get(0), times.get(1))).isGreaterThan(Duration.ofMillis(1_900));
        }
    }

    @Test
    void aRefusalOfOneMessageIsNoWordAboutTheOthers() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (Receiver receiver =
                        Receiver.behaving(request -> answer(request, requests.incrementAndGet() % 2 == 0 ? 422 : 200));
                StoreHub hub = hub(receiver, ", maxAttempts: 1", ", circuitCalls: 2")) {
            store(hub, "m", 20);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> hub.counted("acme", "delivered") == 10 && hub.counted("acme", "dead") == 10);
            assertThat(hub.store.deadLetters().list("acme", 100))
                    .hasSize(10)
                    .allSatisfy(letter -> assertThat(letter.reason()).endsWith("answered 422"));
        }
    }
}
