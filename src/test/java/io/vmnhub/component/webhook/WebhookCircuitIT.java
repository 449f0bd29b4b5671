// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.Receiver;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WebhookCircuitIT {

    private static ConnectorHub hub(Receiver receiver, String more) {
        return new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:webhook-sink?allowPrivateTargets=true&url=%s%s
                """.formatted(receiver.url(), more)).start();
    }

    @Test
    void itOpensAfterFailuresSendsNothingAndClosesWhenTheServerWorksAgain() throws Exception {
        AtomicInteger status = new AtomicInteger(500);
        try (Receiver receiver = Receiver.behaving(request ->
                        request.response().setStatusCode(status.get()).end());
                ConnectorHub hub = hub(receiver, "&circuitCalls=4&circuitOpenFor=3s")) {
            for (int i = 0; i < 4; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException()).hasMessageEndingWith("answered 500");
            }
            for (int i = 0; i < 10; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException())
                        .isInstanceOf(NotConfirmedException.class)
                        .hasMessageEndingWith("the circuit is open");
            }
            assertThat(receiver.received()).hasSize(4);
            status.set(200);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> hub.sendAndWait("direct:acme").getException() == null);
            for (int i = 0; i < 10; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            }
        }
    }

    @Test
    void silenceOpensItToo() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> {});
                ConnectorHub hub = hub(receiver, "&circuitCalls=2&circuitOpenFor=1m&confirmWithin=100ms")) {
            hub.sendAndWait("direct:acme");
            hub.sendAndWait("direct:acme");
            assertThat(hub.sendAndWait("direct:acme").getException()).hasMessageEndingWith("the circuit is open");
            assertThat(receiver.received()).hasSize(2);
        }
    }

    @Test
    void refusalsOfSingleMessagesDoNotOpenIt() throws Exception {
        try (Receiver receiver = Receiver.answering(422);
                ConnectorHub hub = hub(receiver, "&circuitCalls=2")) {
            for (int i = 0; i < 6; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException()).hasMessageEndingWith("answered 422");
            }
        }
    }

    @Test
    void aPauseThatTheServerAsksForIsKept() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> request.response()
                        .setStatusCode(503)
                        .putHeader("Retry-After", "30")
                        .end());
                ConnectorHub hub = hub(receiver, "")) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .isInstanceOfSatisfying(io.vmnhub.http.StatusRefusedException.class, refused -> {
                        assertThat(refused.status()).isEqualTo(503);
                        assertThat(refused.retryAfter()).contains(Duration.ofSeconds(30));
                    });
            assertThat(hub.sendAndWait("direct:acme").getException()).hasMessageEndingWith("the circuit is open");
            assertThat(receiver.received()).hasSize(1);
        }
    }
}
