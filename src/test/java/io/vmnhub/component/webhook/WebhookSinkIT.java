// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.sms.ShortMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSinkIT {

    private static ConnectorHub hub(String url, String more) {
        return new ConnectorHub()
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:webhook-sink?url=%s%s
                """.formatted(
                                url, more.contains("allowPrivateTargets") ? more : more + "&allowPrivateTargets=true"))
                .start();
    }

    private static Exchange deliver(Receiver receiver, String more) throws Exception {
        try (ConnectorHub hub = hub(receiver.url(), more)) {
            return hub.sendAndWait("direct:acme");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void anAnswerOf2xxConfirms(int status) throws Exception {
        try (Receiver receiver = Receiver.answering(status)) {
            assertThat(deliver(receiver, "").getException()).isNull();
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 304, 410, 502, 503})
    void everyOtherAnswerDoesNotConfirm(int status) throws Exception {
        try (Receiver receiver = Receiver.answering(status)) {
            assertThat(deliver(receiver, "").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageEndingWith("answered " + status);
        }
    }

    @Test
    void aRedirectIsNotFollowedAndDoesNotConfirm() throws Exception {
        try (Receiver other = Receiver.answering(200);
                Receiver receiver = Receiver.behaving(request -> request.response()
                        .setStatusCode(301)
                        .putHeader("Location", other.url())
                        .end())) {
            assertThat(deliver(receiver, "").getException()).hasMessageEndingWith("answered 301");
            assertThat(other.received()).isEmpty();
        }
    }

    @Test
    void aHostThatDoesNotExistDoesNotConfirm() throws Exception {
        try (ConnectorHub hub = hub("http://nobody.invalid/sms", "&confirmWithin=3s")) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isInstanceOf(NotConfirmedException.class);
        }
    }

    @Test
    void silenceEndsWhenTheTimeIsOver() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> {});
                ConnectorHub hub = hub(receiver.url(), "&confirmWithin=300ms")) {
            long start = System.nanoTime();
            Exchange exchange = hub.sendAndWait("direct:acme");
            assertThat(exchange.getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("300 ms");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(4));
        }
    }

    @Test
    void anAnswerThatDripsEndsWhenTheTimeIsOverAndItsConnectionIsClosed() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        try (Receiver receiver = Receiver.behaving(request -> {
            request.connection().closeHandler(v -> closed.set(true));
            request.response().setStatusCode(200).setChunked(true).write("t");
        })) {
            try (ConnectorHub hub = hub(receiver.url(), "&confirmWithin=300ms")) {
                assertThat(hub.sendAndWait("direct:acme").getException())
                        .hasMessageContaining("no complete answer within 300 ms");
                await().until(closed::get);
            }
        }
    }

    @Test
    void aConnectionCutInsideTheAnswerDoesNotConfirm() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> {
            request.response().setStatusCode(200).setChunked(true).write("th");
            request.connection().close();
        })) {
            assertThat(deliver(receiver, "").getException()).isInstanceOf(NotConfirmedException.class);
        }
    }

    @Test
    void aReceiverThatFloodsIsCutOff() throws Exception {
        ConcurrentLinkedQueue<HttpConnection> closed = new ConcurrentLinkedQueue<>();
        try (Receiver receiver = Receiver.behaving(request -> {
                    request.connection().closeHandler(v -> closed.add(request.connection()));
                    request.response().setStatusCode(200).setChunked(true);
                    flood(request);
                });
                ConnectorHub hub = hub(receiver.url(), "&confirmWithin=10s")) {
            assertThat(hub.sendAndWait("direct:acme").getException()).hasMessageContaining("longer than 65536");
            await().until(() -> !closed.isEmpty());
        }
    }

    @Test
    void anAnswerShorterThanItSaysDoesNotConfirm() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> {
            request.response().putHeader("Content-Length", "100").write("short");
            request.connection().close();
        })) {
            assertThat(deliver(receiver, "").getException()).isInstanceOf(NotConfirmedException.class);
        }
    }

    @Test
    void aPrivateTargetIsRefusedWhenTheHubStartsUnlessItIsAllowed() {
        for (String host : List.of(
                "127.0.0.1:1", "localhost:1", "10.1.2.3", "169.254.169.254", "[::1]:1", "[fd00::1]", "0.0.0.0")) {
            assertThatThrownBy(() -> hub("http://" + host + "/sms", "&allowPrivateTargets=false")
                            .close())
                    .rootCause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("only with allowPrivateTargets: true");
        }
    }

    @Test
    void redirectsToAMetadataAddressAreNotFollowed() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> request.response()
                .setStatusCode(307)
                .putHeader("Location", "http://169.254.169.254/latest/meta-data/")
                .end())) {
            assertThat(deliver(receiver, "").getException()).hasMessageEndingWith("answered 307");
        }
    }

    private static void flood(HttpServerRequest request) {
        while (!request.response().closed() && !request.response().writeQueueFull()) {
            request.response().write("x".repeat(8_192));
        }
        request.response().drainHandler(v -> flood(request));
    }

    @Test
    void theRequestIsTheMessageAsJsonAndCarriesNoHeaderOfTheExchange() throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                ConnectorHub hub = hub(receiver.url(), "&bearerToken=s3cret")) {
            Map<String, Object> headers = Map.of(
                    "Internal",
                    "1",
                    "CamelHttpUri",
                    "http://127.0.0.1:1/",
                    "CamelHttpMethod",
                    "DELETE",
                    "Content-Type",
                    "text/plain",
                    "Cookie",
                    "a=b");
            ShortMessage message = Messages.message().text("Grüße \ud83d\ude00").build();
            assertThat(hub.send("direct:acme", message, headers)
                            .get(10, TimeUnit.SECONDS)
                            .getException())
                    .isNull();
            Receiver.Received request = receiver.received().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.headers())
                    .containsOnlyKeys(
                            "content-type",
                            "content-length",
                            "host",
                            "user-agent",
                            "accept",
                            "authorization",
                            "idempotency-key")
                    .containsEntry("content-type", "application/json")
                    .containsEntry("authorization", "Bearer s3cret");
            ObjectMapper mapper = ShortMessageModule.objectMapper();
            assertThat(mapper.readTree(request.body())).isEqualTo(mapper.valueToTree(message));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500})
    void theExchangesMessageIsTheSameAfterwards(int status) throws Exception {
        try (Receiver receiver = Receiver.answering(status);
                ConnectorHub hub = hub(receiver.url(), "")) {
            ShortMessage message = Messages.hello();
            Exchange exchange =
                    hub.send("direct:acme", message, Map.of("Mine", "1")).get(10, TimeUnit.SECONDS);
            assertThat(exchange.getMessage().getBody()).isSameAs(message);
            assertThat(exchange.getMessage().getHeaders())
                    .isEqualTo(new HashMap<>(Map.of(
                            "Mine",
                            "1",
                            "CamelSmsMessageId",
                            message.id(),
                            "CamelSmsText",
                            "Hello",
                            "CamelSmsApplication",
                            "demo")));
            assertThat(exchange.getVariables()).isEmpty();
        }
    }

    @Test
    void aBodyThatTheRouteHasReplacedIsSentAsItIs() throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                ConnectorHub hub =
                        new ConnectorHub().routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - setBody: {simple: "<sms>${header.CamelSmsText}</sms>"}
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", contentType: application/xml, allowPrivateTargets: true}
                """.formatted(receiver.url())).start()) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            assertThat(receiver.received().get(0).body()).isEqualTo("<sms>Hello</sms>");
            assertThat(receiver.received().get(0).headers()).containsEntry("content-type", "application/xml");
        }
    }

    @Test
    void severalWebhooksOneAfterAnotherAllGetTheMessage() throws Exception {
        try (Receiver one = Receiver.answering(200);
                Receiver two = Receiver.answering(201);
                ConnectorHub hub = new ConnectorHub()
                        .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:webhook-sink?allowPrivateTargets=true&url=%s
                        - to: kamelet:webhook-sink?allowPrivateTargets=true&url=%s
                """.formatted(one.url(), two.url()))
                        .start()) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            assertThat(one.received().get(0).body())
                    .isEqualTo(two.received().get(0).body())
                    .contains("\"text\":\"Hello\"");
        }
    }

    @Test
    void aServerWhoseCertificateNobodyTrustsGetsNothing(@TempDir Path folder) throws Exception {
        Path store = Certificates.in(folder, "self-signed").keyStore();
        try (Receiver receiver = Receiver.withTls(store, Certificates.PASSWORD);
                ConnectorHub hub = hub(receiver.tlsUrl(), "")) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("not sent");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void connectionsAreKeptAndShared() throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                ConnectorHub hub = hub(receiver.url(), "")) {
            for (int i = 0; i < 20; i++) {
                assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            }
            assertThat(receiver.connections()).isLessThan(5);
        }
    }

    @Test
    void moreThanMayWaitForAConnectionFailAtOnce() throws Exception {
        try (Receiver receiver = Receiver.behaving(request -> {});
                ConnectorHub hub = hub(receiver.url(), "&maxInFlight=2&confirmWithin=5s")) {
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                sent.add(hub.send("direct:acme", Messages.hello(), Map.of()));
            }
            await().atMost(Duration.ofSeconds(3))
                    .until(() -> sent.stream().filter(CompletableFuture::isDone).count() >= 6);
            assertThat(receiver.received()).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aHubThatIsStoppedEndsWhatIsStillOnItsWay() throws Exception {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        try (Receiver receiver = Receiver.behaving(request -> {})) {
            try (ConnectorHub hub = hub(receiver.url(), "&maxConnections=3&confirmWithin=1m")) {
                for (int i = 0; i < 6; i++) {
                    sent.add(hub.send("direct:acme", Messages.hello(), Map.of()));
                }
                await().until(() -> receiver.received().size() == 3);
            }
            for (CompletableFuture<Exchange> one : sent) {
                assertThat(one.get(5, TimeUnit.SECONDS).getException()).isInstanceOf(NotConfirmedException.class);
            }
        }
    }

    @Test
    void twoThousandInFlightOnASlowServerNeitherWaitInThreadsNorHoldUpAnother() throws Exception {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        try (Receiver slow = Receiver.behaving(held::add);
                Receiver quick = Receiver.answering(200);
                ConnectorHub hub = new ConnectorHub()
                        .routes("""
                        - route:
                            from:
                              uri: direct:slow
                              steps:
                                - to: kamelet:webhook-sink?allowPrivateTargets=true&confirmWithin=2m&connectTimeout=1m&url=%s
                        - route:
                            from:
                              uri: direct:quick
                              steps:
                                - to: kamelet:webhook-sink?allowPrivateTargets=true&confirmWithin=1m&url=%s
                        """.formatted(slow.url(), quick.url()))
                        .start()) {
            assertThat(hub.sendAndWait("direct:quick").getException()).isNull();
            int threads = Thread.activeCount();
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < 2_000; i++) {
                sent.add(hub.send("direct:slow", Messages.hello(), Map.of()));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> held.size() == 2_000);
            assertThat(hub.sendAndWait("direct:quick").getException()).isNull();
            // Vert.x's 20 workers at most, not one for each message
            assertThat(Thread.activeCount()).isLessThan(threads + 25);
            assertThat(sent).noneMatch(CompletableFuture::isDone);
            held.forEach(request -> request.response().end());
            for (CompletableFuture<Exchange> future : sent) {
                assertThat(future.get(1, TimeUnit.MINUTES).getException()).isNull();
            }
        }
    }
}
