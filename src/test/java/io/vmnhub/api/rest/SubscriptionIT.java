// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.fixture.OpenApiContract;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RestServer;
import io.vmnhub.sms.MessageIdentity;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubscriptionIT {

    private static final String PATH = "/v1/smsmessaging/inbound/subscriptions";

    private final OpenApiContract contract = new OpenApiContract("/openapi/northbound.json");
    private RestServer server;

    SubscriptionIT() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        server = new RestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private HttpResponse<String> subscribe(String url, String more) throws Exception {
        return server.post(
                PATH,
                "{\"subscription\":{\"callbackReference\":{\"notifyURL\":\"%s\",\"callbackData\":\"mine\"}%s}}"
                        .formatted(url, more));
    }

    private int pending() throws Exception {
        return server.inbox.count(new Selection("acme", "", "")).get(5, TimeUnit.SECONDS);
    }

    @Test
    void messagesArePostedSignedAndConfirmedBy2xx() throws Exception {
        server.store("acme", RestServer.message("before"));
        try (Receiver receiver = Receiver.answering(204)) {
            assertThat(subscribe(receiver.url(), "").statusCode()).isEqualTo(201);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> receiver.received().size() == 1);
            server.store("acme", RestServer.message("after"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> receiver.received().size() == 2 && pending() == 0);
            Receiver.Received request = receiver.received().get(1);
            contract.keptBy(new ObjectMapper().readTree(request.body()), "Notification");
            JsonNode notification = new ObjectMapper().readTree(request.body()).path("inboundSMSMessageNotification");
            assertThat(notification.path("callbackData").asText()).isEqualTo("mine");
            assertThat(notification.at("/inboundSMSMessage/messageId").asText()).isEqualTo("after");
            assertThat(request.headers())
                    .containsEntry("webhook-id", MessageIdentity.ofId("after").toString())
                    .containsKey("webhook-signature");
        }
    }

    @Test
    void whatIsNotConfirmedStaysAndIsPostedAgainWhenTheReceiverSays() throws Exception {
        AtomicInteger answers = new AtomicInteger();
        try (Receiver receiver = Receiver.behaving(request -> request.response()
                .putHeader("Retry-After", "1")
                .setStatusCode(answers.incrementAndGet() == 1 ? 503 : 200)
                .end())) {
            subscribe(receiver.url(), "");
            server.store("acme", RestServer.message("m1"));
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> receiver.received().size() == 1);
            assertThat(pending()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(15))
                    .until(() -> receiver.received().size() == 2 && pending() == 0);
        }
    }

    @Test
    void goneEndsTheSubscriptionAndKeepsTheMessage() throws Exception {
        try (Receiver receiver = Receiver.answering(410)) {
            subscribe(receiver.url(), "");
            server.store("acme", RestServer.message("m1"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> !server.get(PATH).body().contains("notifyURL"));
            assertThat(receiver.received()).hasSize(1);
            assertThat(server.get(RestServer.PATH + "acme/messages?wait=5").body())
                    .contains("\"m1\"");
        }
    }

    @Test
    void numberAndFirstWordChoose() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            subscribe(receiver.url(), ",\"destinationAddress\":\"tel:+447700900002\",\"criteria\":\"hello\"");
            server.store("acme", RestServer.message("elsewhere", "447700900001"));
            server.store("acme", RestServer.message("here", "447700900002"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> receiver.received().size() == 1 && pending() == 1);
            assertThat(receiver.received().get(0).body()).contains("\"here\"");
            assertThat(Selection.firstWord("  stop\tplease")).isEqualTo("STOP");
        }
    }

    @Test
    void subscriptionsAreShownListedAndEndedAndSeenByTheirOwnerOnly() throws Exception {
        HttpResponse<String> made = subscribe("http://127.0.0.1:1/notify", "");
        contract.keptBy(made, PATH, "post");
        String path =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        assertThat(contract.keptBy(server.get(path), PATH + "/{subscriptionId}", "get")
                        .at("/subscription/callbackReference/callbackData")
                        .asText())
                .isEqualTo("mine");
        assertThat(contract.keptBy(server.get(PATH), PATH, "get").at("/subscriptionList/subscription"))
                .hasSize(1);
        assertThat(server.send(HttpRequest.newBuilder(server.uri(PATH))
                                .header("X-API-Key", "other-key")
                                .build())
                        .body())
                .doesNotContain("notify");
        for (int i = 0; i < 2; i++) {
            assertThat(server.delete(path).statusCode()).isEqualTo(204);
        }
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void aSubscriptionLeadsToNoPortThatIsNotAllowed() throws Exception {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(PATH))
                .header("Authorization", "Bearer other-key")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"subscription\":{\"callbackReference\":{\"notifyURL\":\"http://app.example.com:25/\"}}}"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("notifyURL leads to port 25; allowed are 80 443 8080 8443");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://app.example.com,callbackReference.notifyURL",
        "'',callbackReference.notifyURL",
        "http://user:pw@app.example.com/,callbackReference.notifyURL"
    })
    void aUrlThatCannotBePostedToIsNamed(String url, String field) throws Exception {
        HttpResponse<String> answer = subscribe(url, "");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(contract.keptBy(answer, PATH, "post").at("/errors/0/field").asText())
                .isEqualTo("subscription." + field);
    }

    @Test
    void aPrivateTargetIsRefusedUnlessTheOperatorAllowsIt() throws Exception {
        HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(PATH))
                .header("X-API-Key", "other-key")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"subscription\":{\"callbackReference\":{\"notifyURL\":\"http://169.254.169.254/latest\"}}}"))
                .build());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(contract.keptBy(answer, PATH, "post").path("detail").asText())
                .contains("private, loopback or link-local");
    }
}
