// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.contract.ConnectorHub;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.sms.MapUserErrorException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a webhook's request says: its body, its signature, who it is from. */
class WebhookRequestIT {

    private static final String MODULES = "NODE_WEBHOOK_MODULES";
    private static final String OLD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEW_SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private static ConnectorHub hub(Receiver receiver, String parameters) {
        return new ConnectorHub()
                .routes("""
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters: {url: "%s", allowPrivateTargets: true, %s}
                """.formatted(receiver.url(), parameters))
                .start();
    }

    private static Receiver.Received one(String parameters) throws Exception {
        try (Receiver receiver = Receiver.answering(200);
                ConnectorHub hub = hub(receiver, parameters)) {
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            return receiver.received().get(0);
        }
    }

    private static JsonNode message() {
        return ShortMessageModule.objectMapper().valueToTree(Messages.hello());
    }

    @Test
    void anEventHoldsTypeTimestampAndTheMessage() throws Exception {
        JsonNode body = new ObjectMapper().readTree(one("format: event").body());
        assertThat(body.path("type").asText()).isEqualTo("sms.received");
        assertThat(body.path("timestamp").asText()).isEqualTo("2026-11-21T22:20:07.123Z");
        assertThat(body.path("data")).isEqualTo(message());
    }

    @Test
    void aCloudEventHoldsTheMessageAsItsData() throws Exception {
        Receiver.Received request = one("format: cloudevents, source: /acme");
        assertThat(request.headers()).containsEntry("content-type", "application/cloudevents+json");
        JsonNode event = new ObjectMapper().readTree(request.body());
        assertThat(event.path("data")).isEqualTo(message());
        ((ObjectNode) event).remove("data");
        assertThat(event).isEqualTo(new ObjectMapper().readTree("""
                {"specversion": "1.0", "id": "0123456789abcdef0123456789abcdef", "source": "/acme", "type": "io.vmnhub.sms.received",
                 "subject": "+447700900001", "time": "2026-11-21T22:20:07.123Z", "datacontenttype": "application/json"}"""));
    }

    @Test
    void aFormHoldsTheCommonFields() throws Exception {
        Receiver.Received request = one("format: form");
        assertThat(request.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
        assertThat(request.body())
                .isEqualTo(
                        "MessageSid=0123456789abcdef0123456789abcdef&From=%2B447700900123&To=%2B447700900001&Body=Hello");
    }

    @Test
    void aTemplateIsFilledIn(@TempDir Path folder) throws Exception {
        Path template =
                Files.writeString(folder.resolve("acme.xml"), "<sms app='${application}' from='${from}'>${text}</sms>");
        Receiver.Received request = one("format: template, contentType: application/xml, template: '" + template + "'");
        assertThat(request.body()).isEqualTo("<sms app='demo' from='+447700900123'>Hello</sms>");
        assertThat(request.headers()).containsEntry("content-type", "application/xml");
    }

    @Test
    void aStatusBecomesTheErrorThatTheSmscIsTold() throws Exception {
        try (Receiver receiver = Receiver.answering(404);
                ConnectorHub hub = hub(receiver, "errors: 404=unknownSubscriber")) {
            assertThat(hub.sendAndWait("direct:acme")
                            .getException(MapUserErrorException.class)
                            .error())
                    .hasToString("unknownSubscriber");
        }
    }

    @Test
    void basicAuthenticationIsSent() throws Exception {
        assertThat(one("username: acme, password: 'pässword'").headers())
                .containsEntry(
                        "authorization",
                        "Basic "
                                + Base64.getEncoder().encodeToString("acme:pässword".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void theIdentityOfTheMessageIsItsIdempotencyKeyAndTheIdOfASignedRequest() throws Exception {
        assertThat(one("format: event").headers())
                .containsEntry("idempotency-key", "\"" + Messages.IDENTITY + "\"")
                .doesNotContainKey("webhook-id");
        assertThat(one("format: event, signingSecrets: '" + NEW_SECRET + "'").headers())
                .containsEntry("webhook-id", Messages.IDENTITY.toString());
    }

    @Test
    @NeedsPeer(Peer.NODE_WEBHOOK)
    void signaturesVerifyWithTheReferenceLibraryUnderEachSecret(@TempDir Path folder) throws Exception {
        Receiver.Received request = one("format: event, signingSecrets: '" + NEW_SECRET + " " + OLD_SECRET + "'");
        assertThat(request.headers())
                .containsEntry("webhook-id", Messages.IDENTITY.toString())
                .containsEntry("idempotency-key", "\"" + Messages.IDENTITY + "\"");
        Files.writeString(folder.resolve("request.json"), new ObjectMapper().writeValueAsString(request));
        Files.writeString(folder.resolve("verify.js"), """
                const { Webhook } = require('standardwebhooks');
                const request = JSON.parse(require('fs').readFileSync('request.json'));
                for (const secret of process.argv.slice(2)) new Webhook(secret).verify(request.body, request.headers);
                """);
        assertThat(ran(folder, "node", "verify.js", NEW_SECRET, OLD_SECRET)).isTrue();
        assertThat(ran(folder, "node", "verify.js", "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"))
                .isFalse();
    }

    private static boolean ran(Path folder, String... command) throws Exception {
        ProcessBuilder node = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        node.environment().put("NODE_PATH", System.getenv(MODULES));
        Process process = node.start();
        return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Test
    void oneAccessTokenServesAllUntilItIsRefused() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        AtomicInteger refuse = new AtomicInteger();
        try (Receiver login = Receiver.behaving(request -> request.response()
                        .putHeader("Content-Type", "application/json")
                        .end("{\"access_token\":\"t" + issued.incrementAndGet()
                                + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
                Receiver receiver = Receiver.behaving(request -> request.response()
                        .setStatusCode(refuse.getAndSet(0) == 1 ? 401 : 200)
                        .end());
                ConnectorHub hub = hub(
                        receiver, "tokenUrl: '" + login.url() + "', clientId: acme, clientSecret: 's:1', scope: sms")) {
            List<CompletableFuture<Exchange>> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(hub.send("direct:acme", Messages.hello(), Map.of()));
            }
            for (CompletableFuture<Exchange> one : sent) {
                assertThat(one.get(10, TimeUnit.SECONDS).getException()).isNull();
            }
            assertThat(login.received()).singleElement().satisfies(request -> {
                assertThat(request.body()).isEqualTo("grant_type=client_credentials&scope=sms");
                assertThat(request.headers()).containsEntry("authorization", "Basic YWNtZTpzJTNBMQ==");
            });
            refuse.set(1);
            assertThat(hub.sendAndWait("direct:acme").getException()).hasMessageEndingWith("answered 401");
            assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
            assertThat(receiver.received().get(21).headers()).containsEntry("authorization", "Bearer t2");
        }
    }

    @Test
    void aTokenIsRenewedBeforeItExpiresAndNobodyWaitsForIt() throws Exception {
        AtomicInteger issued = new AtomicInteger();
        try (Receiver login = Receiver.behaving(request -> request.response()
                        .end("{\"access_token\":\"t" + issued.incrementAndGet()
                                + "\",\"token_type\":\"bearer\",\"expires_in\":2}"));
                Receiver receiver = Receiver.answering(200);
                ConnectorHub hub =
                        hub(receiver, "tokenUrl: '" + login.url() + "', clientId: acme, clientSecret: secret")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                assertThat(hub.sendAndWait("direct:acme").getException()).isNull();
                return receiver.received()
                        .get(receiver.received().size() - 1)
                        .headers()
                        .get("authorization")
                        .equals("Bearer t2");
            });
        }
    }

    @Test
    void withoutATokenNothingIsSent() throws Exception {
        try (Receiver login = Receiver.answering(500);
                Receiver receiver = Receiver.answering(200);
                ConnectorHub hub =
                        hub(receiver, "tokenUrl: '" + login.url() + "', clientId: acme, clientSecret: secret")) {
            assertThat(hub.sendAndWait("direct:acme").getException())
                    .isInstanceOf(NotConfirmedException.class)
                    .hasMessageContaining("no access token")
                    .hasMessageContaining("answered 500");
            assertThat(receiver.received()).isEmpty();
        }
    }
}
