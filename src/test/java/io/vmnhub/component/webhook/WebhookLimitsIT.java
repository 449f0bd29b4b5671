// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.HubFolder;
import io.vmnhub.exchange.MessageContext;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.numbering.MessagePolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much and how long: messages and connections to one receiver at a time, and the time that the SMSC leaves. */
class WebhookLimitsIT {

    private static final Duration SOON = Duration.ofSeconds(40);

    @TempDir
    private static Path folder;

    /** Holds requests back until it is told otherwise. */
    private final Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();

    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger mostInside = new AtomicInteger();
    private volatile boolean hold = true;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Certificates.in(folder, "server");
    }

    private void take(HttpServerRequest request) {
        mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
        held.add(request);
        if (!hold) {
            release();
        }
    }

    private void release() {
        hold = false;
        for (HttpServerRequest request = held.poll(); request != null; request = held.poll()) {
            inside.decrementAndGet();
            request.response().end();
        }
    }

    private static ConnectorHub hub(String url, String parameters) {
        return new ConnectorHub()
                .bind(HubFolder.NAME, folder)
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", allowPrivateTargets: true, confirmWithin: 1m, connectTimeout: 1m, %s}
                """.formatted(url, parameters))
                .start();
    }

    private void all(ConnectorHub hub, int messages, int atOnce) throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sent.add(hub.send("direct:acme", Messages.hello(), Map.of()));
        }
        await().atMost(SOON).until(() -> held.size() == atOnce);
        await().during(Duration.ofMillis(300)).atMost(SOON).until(() -> held.size() == atOnce);
        release();
        for (CompletableFuture<Exchange> one : sent) {
            assertThat(one.get(1, TimeUnit.MINUTES).getException()).isNull();
        }
        assertThat(mostInside.get()).isLessThanOrEqualTo(atOnce);
    }

    @ParameterizedTest
    @CsvSource({"5,100,5", "100,5,5"})
    void http11HasNoMoreConnectionsThanBothLimitsAllowAndKeepsThem(int maxInFlight, int maxConnections, int atOnce)
            throws Exception {
        try (Receiver receiver = Receiver.behaving(this::take);
                ConnectorHub hub =
                        hub(receiver.url(), "maxInFlight: " + maxInFlight + ", maxConnections: " + maxConnections)) {
            all(hub, 2 * maxInFlight, atOnce);
            assertThat(receiver.connections()).isEqualTo(atOnce);
        }
    }

    @ParameterizedTest
    @CsvSource({"10,2000,10,1", "250,2000,249,3", "2000,1,100,1"})
    void http2SharesConnections(int maxInFlight, int maxConnections, int atOnce, int connections) throws Exception {
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions()
                        .setPath(folder.resolve("server.p12").toString())
                        .setPassword(Certificates.PASSWORD));
        options.getInitialSettings().setMaxConcurrentStreams(1_000);
        try (Receiver receiver = Receiver.with(options, this::take);
                ConnectorHub hub = hub(
                        receiver.tlsUrl(),
                        "trustedCertificates: server.pem, maxInFlight: " + maxInFlight + ", maxConnections: "
                                + maxConnections)) {
            all(hub, Math.min(2 * maxInFlight, 400), atOnce);
            assertThat(receiver.connections()).isLessThanOrEqualTo(connections);
        }
    }

    /** A dialogue that has so much time left. */
    private static Processor left(Duration time) {
        return exchange -> MessageContext.answeredBy(
                        System.nanoTime() + time.toNanos(), "acme", MessagePolicy.DEFAULT, Optional.empty())
                .attach(exchange);
    }

    private static ConnectorHub dialogue(Receiver receiver, Duration left) {
        return new ConnectorHub()
                .bind("left", left(left))
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - process: {ref: left}
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", allowPrivateTargets: true, confirmWithin: 1m, circuitCalls: 1}
                """.formatted(receiver.url()))
                .start();
    }

    @Test
    void anAttemptThatHasBegunOutlivesTheDialogueSoThatALateConfirmationCounts() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> Vertx.currentContext()
                        .owner()
                        .setTimer(1_500, timer -> request.response().end()));
                ConnectorHub hub = dialogue(receiver, Duration.ofMillis(500))) {
            for (int i = 0; i < 2; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            }
        }
    }

    @Test
    void whenTheDialogueIsOverNothingIsSent() throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                ConnectorHub hub = dialogue(receiver, Duration.ZERO)) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .hasMessageContaining("the time in which the SMSC is to be answered is over");
            assertThat(receiver.received()).isEmpty();
        }
    }
}
