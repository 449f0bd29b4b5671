// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.component.inbox.Selection;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.fixture.OpenApiContract;
import io.vmnhub.fixture.RestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiIT {

    private static final String MESSAGES = RestServer.PATH + "acme/messages";
    private static final String COLLECTION = RestServer.PATH + "{registrationId}/messages";

    private final OpenApiContract contract = new OpenApiContract("/openapi/northbound.json");
    private RestServer server;

    RestApiIT() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        server = open();
    }

    /** With an empty inbox. */
    RestServer open() throws Exception {
        return new RestServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private JsonNode fetch(String query) throws Exception {
        HttpResponse<String> answer = server.get(MESSAGES + query);
        assertThat(answer.statusCode()).isEqualTo(200);
        return contract.keptBy(answer, COLLECTION, "get").path("inboundSMSMessageList");
    }

    @Test
    void aStoredMessageIsFetchedInTheFormOfOneApi() throws Exception {
        server.store("acme", RestServer.message("m1"));
        JsonNode list = fetch("");
        assertThat(list.path("numberOfMessagesInThisBatch").asInt()).isEqualTo(1);
        assertThat(list.path("totalNumberOfPendingMessages").asInt()).isEqualTo(1);
        JsonNode message = list.path("inboundSMSMessage").get(0);
        assertThat(message.path("dateTime").asText()).isEqualTo("2026-11-22T04:05:06+05:45");
        assertThat(message.path("destinationAddress").asText()).isEqualTo("tel:+447700900001");
        assertThat(message.path("senderAddress").asText()).isEqualTo("tel:+447700900123");
        assertThat(message.path("message").asText()).isEqualTo("Hello");
        assertThat(message.path("resourceURL").asText())
                .isEqualTo(server.uri(MESSAGES + "/m1").toString());
        assertThat(message.path("shortMessage"))
                .isEqualTo(ShortMessageModule.objectMapper().valueToTree(RestServer.message("m1")));
    }

    @Test
    void aMessageIsHandedOutOnceWithinItsLeaseAndAgainAfterIt() throws Exception {
        server.store("acme", RestServer.message("m1"));
        assertThat(fetch("?lease=1").path("numberOfMessagesInThisBatch").asInt())
                .isEqualTo(1);
        assertThat(fetch("?lease=1").path("numberOfMessagesInThisBatch").asInt())
                .isZero();
        JsonNode again = fetch("?wait=10").path("inboundSMSMessage").get(0);
        assertThat(again.path("deliveries").asInt()).isEqualTo(2);
    }

    @Test
    void aConfirmedMessageIsGoneAndConfirmingAgainIsNoError() throws Exception {
        server.store("acme", RestServer.message("m1"));
        assertThat(contract.keptBy(server.get(MESSAGES + "/m1"), COLLECTION + "/{messageId}", "get")
                        .at("/inboundSMSMessage/messageId")
                        .asText())
                .isEqualTo("m1");
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> deleted = server.delete(MESSAGES + "/m1");
            assertThat(deleted.statusCode()).isEqualTo(204);
            contract.keptBy(deleted, COLLECTION + "/{messageId}", "delete");
        }
        HttpResponse<String> gone = server.get(MESSAGES + "/m1");
        assertThat(gone.statusCode()).isEqualTo(404);
        contract.keptBy(gone, COLLECTION + "/{messageId}", "get");
        assertThat(fetch("").path("totalNumberOfPendingMessages").asInt()).isZero();
    }

    @Test
    void manyAreConfirmedAtOnce() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.store("acme", RestServer.message("m" + i));
        }
        HttpResponse<String> confirmed =
                server.post(MESSAGES + "/confirm", "{\"messageIds\":[\"m0\",\"m2\",\"m2\",\"never\"]}");
        assertThat(contract.keptBy(confirmed, COLLECTION + "/confirm", "post")
                        .path("confirmed")
                        .asInt())
                .isEqualTo(2);
        assertThat(fetch("").at("/inboundSMSMessage/0/messageId").asText()).isEqualTo("m1");
    }

    @Test
    void aRequestThatWaitsIsAnsweredWhenAMessageArrives() throws Exception {
        long start = System.nanoTime();
        CompletableFuture<HttpResponse<String>> waiting = server.client()
                .sendAsync(server.request(MESSAGES + "?wait=15").build(), HttpResponse.BodyHandlers.ofString());
        await().pollDelay(Duration.ofMillis(300)).until(() -> !waiting.isDone());
        server.store("other", RestServer.message("theirs"));
        server.store("acme", RestServer.message("ours"));
        assertThat(waiting.get(10, TimeUnit.SECONDS).body())
                .contains("\"messageId\":\"ours\"")
                .doesNotContain("theirs");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }

    @Test
    void aRequestThatWaitsInVainIsAnsweredWhenItsTimeIsOver() throws Exception {
        assertThat(fetch("?wait=1").path("inboundSMSMessage")).isEmpty();
    }

    @Test
    void messagesArriveAsServerSentEvents() throws Exception {
        server.store("acme", RestServer.message("before"));
        List<String> lines = new CopyOnWriteArrayList<>();
        CompletableFuture<HttpResponse<Stream<String>>> stream = server.client()
                .sendAsync(
                        HttpRequest.newBuilder(server.uri(MESSAGES + "/events"))
                                .header("X-API-Key", "acme-key")
                                .build(),
                        HttpResponse.BodyHandlers.ofLines());
        Thread reader = new Thread(() -> stream.join().body().forEach(lines::add));
        reader.setDaemon(true);
        reader.setUncaughtExceptionHandler((thread, closed) -> lines.add("closed")); // the test's end closes the stream
        reader.start();
        await().atMost(Duration.ofSeconds(10)).until(() -> lines.contains("id: before"));
        server.store("acme", RestServer.message("after"));
        await().atMost(Duration.ofSeconds(3)).until(() -> lines.contains("id: after"));
        assertThat(lines).filteredOn(line -> line.startsWith("data: {")).hasSize(2);
    }

    @Test
    void whatWaitsIsListedPageByPageWithoutBeingHandedOut() throws Exception {
        for (int i = 0; i < 5; i++) {
            server.store("acme", RestServer.message("m" + i));
        }
        assertThat(fetch("?maxBatchSize=1").path("inboundSMSMessage")).hasSize(1);
        List<String> seen = new ArrayList<>();
        for (Optional<String> next = Optional.of(MESSAGES + "/pending?limit=2"); next.isPresent(); ) {
            HttpResponse<String> page = server.get(next.get());
            JsonNode list =
                    contract.keptBy(page, COLLECTION + "/pending", "get").path("inboundSMSMessageList");
            assertThat(list.path("totalNumberOfPendingMessages").asInt()).isEqualTo(5);
            seen.addAll(list.path("inboundSMSMessage").findValuesAsText("messageId"));
            next = page.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
        }
        assertThat(seen).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(fetch("").path("inboundSMSMessage")).hasSize(4);
    }

    @Test
    void aBatchThatIsNotAllHasALinkToTheNext() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.store("acme", RestServer.message("m" + i));
        }
        List<String> seen = new ArrayList<>();
        for (Optional<String> next = Optional.of(MESSAGES + "?maxBatchSize=2"); next.isPresent(); ) {
            HttpResponse<String> batch = server.get(next.get());
            List<String> ids = contract.keptBy(batch, COLLECTION, "get").findValuesAsText("messageId");
            seen.addAll(ids);
            ids.forEach(id -> assertThat(server.confirm(MESSAGES + "/" + id)).isEqualTo(204));
            next = batch.headers().firstValue("Link").map(link -> link.substring(1, link.indexOf('>')));
        }
        assertThat(seen).containsExactly("m0", "m1", "m2");
    }

    @Test
    void anApplicationSeesOnlyItsOwn() throws Exception {
        server.store("other", RestServer.message("theirs"));
        assertThat(fetch("").path("inboundSMSMessage")).isEmpty();
        assertThat(server.get(MESSAGES + "/theirs").statusCode()).isEqualTo(404);
        server.delete(MESSAGES + "/theirs");
        assertThat(server.get(RestServer.PATH + "other/messages").statusCode()).isEqualTo(404);
        assertThat(server.inbox.count(new Selection("other", "", "")).get(5, TimeUnit.SECONDS))
                .isEqualTo(1);
    }

    @Test
    void aRegistrationMayBeOneNumber() throws Exception {
        server.store("acme", RestServer.message("one", "447700900001"));
        server.store("acme", RestServer.message("two", "447700900002"));
        assertThat(server.get(RestServer.PATH + "tel:+447700900002/messages").body())
                .contains("\"two\"")
                .doesNotContain("\"one\"");
        assertThat(server.get(RestServer.PATH + "447700900001/messages").body())
                .contains("\"one\"")
                .doesNotContain("\"two\"");
    }

    @ParameterizedTest
    @CsvSource({
        "?maxBatchSize=0,maxBatchSize",
        "?maxBatchSize=101,maxBatchSize",
        "?maxBatchSize=x,maxBatchSize",
        "?wait=61,wait",
        "?lease=0,lease",
        "?lease=-1,lease"
    })
    void aWrongParameterIsNamed(String query, String field) throws Exception {
        HttpResponse<String> answer = server.get(MESSAGES + query);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(contract.keptBy(answer, COLLECTION, "get")
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "{\"messageIds\":[]}", "{\"messageIds\":[1]}", "{\"messageIds\":\"m1\"}"})
    void aWrongBodyIsABadRequest(String body) throws Exception {
        HttpResponse<String> answer = server.post(MESSAGES + "/confirm", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        contract.keptBy(answer, COLLECTION + "/confirm", "post");
    }

    @Test
    void aMethodThatAResourceDoesNotHaveIsNamedWithThoseItHas() throws Exception {
        HttpResponse<String> answer = server.post(MESSAGES, "{}");
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
        assertThat(server.post(MESSAGES + "/m1", "{}").headers().firstValue("Allow"))
                .contains("DELETE, GET");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(server.get("/v1/smsmessaging/inbound/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aBodyThatIsTooLongIsNotRead() throws Exception {
        HttpResponse<String> answer = server.post(MESSAGES + "/confirm", " ".repeat(70_000));
        assertThat(answer.statusCode()).isEqualTo(413);
        contract.keptBy(answer, COLLECTION + "/confirm", "post");
    }

    @Test
    void whoIsNotKnownGetsNothing() throws Exception {
        for (String credential : List.of("Bearer wrong", "Basic YWNtZTphY21l", "Bearer a.b.c", "Bearer ")) {
            HttpResponse<String> answer = server.send(HttpRequest.newBuilder(server.uri(MESSAGES))
                    .header("Authorization", credential)
                    .build());
            assertThat(answer.statusCode()).isEqualTo(401);
            contract.keptBy(answer, COLLECTION, "get");
        }
        assertThat(server.send(HttpRequest.newBuilder(server.uri(MESSAGES)).build())
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void theContractIsServed() throws Exception {
        HttpResponse<String> document =
                server.send(HttpRequest.newBuilder(server.uri("/openapi.json")).build());
        assertThat(document.body()).contains("\"openapi\": \"3.1.0\"");
        assertThat(server.send(HttpRequest.newBuilder(server.uri("/docs")).build())
                        .body())
                .contains("openapi.json");
    }

    @Test
    void moreRequestsThanAllowedAreRefusedUntilLater() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri(RestServer.PATH + "slow/messages"))
                .header("X-API-Key", "slow-key")
                .build();
        List<HttpResponse<String>> refused = new ArrayList<>();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    HttpResponse<String> answer = server.send(request);
                    return answer.statusCode() == 429 && refused.add(answer);
                });
        assertThat(refused.get(0).headers().firstValue("Retry-After")).contains("1");
        contract.keptBy(refused.get(0), COLLECTION, "get");
        assertThat(server.get(MESSAGES).statusCode()).as("another application").isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> server.send(request).statusCode() == 200);
    }

    @Test
    void onlyTokensOfTheIssuerForThisApplicationOpen() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        KeyPair foreign = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        long later = Instant.now().getEpochSecond() + 600;
        try (RestServer guarded = new RestServer(
                "jdbc:h2:mem:guarded;DB_CLOSE_DELAY=-1",
                Optional.of(new ApiSettings.Jwt("https://login", "vmn-hub", "acme-client", "RS256", pem)),
                1_000)) {
            assertThat(status(guarded, token(pair, "RS256", "https://login", "vmn-hub", "acme-client", later)))
                    .isEqualTo(200);
            assertThat(status(guarded, token(foreign, "RS256", "https://login", "vmn-hub", "acme-client", later)))
                    .isEqualTo(401);
            assertThat(status(guarded, token(pair, "RS256", "https://login", "another", "acme-client", later)))
                    .isEqualTo(401);
            assertThat(status(guarded, token(pair, "RS256", "https://else", "vmn-hub", "acme-client", later)))
                    .isEqualTo(401);
            assertThat(status(guarded, token(pair, "RS256", "https://login", "vmn-hub", "someone", later)))
                    .isEqualTo(401);
            assertThat(status(guarded, token(pair, "RS256", "https://login", "vmn-hub", "acme-client", later - 1_200)))
                    .isEqualTo(401);
            assertThat(status(guarded, token(null, "none", "https://login", "vmn-hub", "acme-client", later)))
                    .isEqualTo(401);
        }
    }

    private static int status(RestServer server, String token) throws Exception {
        return server.send(HttpRequest.newBuilder(server.uri(MESSAGES))
                        .header("Authorization", "Bearer " + token)
                        .build())
                .statusCode();
    }

    private static String token(
            KeyPair pair, String algorithm, String issuer, String audience, String subject, long end) throws Exception {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String signed = base64.encodeToString(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}").getBytes()) + "."
                + base64.encodeToString("{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"exp\":%d}"
                        .formatted(issuer, audience, subject, end)
                        .getBytes());
        if (pair == null) {
            return signed + ".";
        }
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(signed.getBytes());
        return signed + "." + base64.encodeToString(signature.sign());
    }
}
