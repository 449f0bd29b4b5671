// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.OpenApiContract;
import io.vmnhub.fixture.Prism;
import io.vmnhub.fixture.RestServer;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the REST interface with every answer that its OpenAPI document has, seen through prism. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@NeedsPeer(Peer.NODE_API)
class RestContractIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String INBOUND = "/v1/smsmessaging/inbound";
    private static final String MESSAGES = INBOUND + "/registrations/{registrationId}/messages";
    private static final String SUBSCRIPTIONS = INBOUND + "/subscriptions";
    private static final String SUBSCRIPTION =
            "{\"subscription\":{\"callbackReference\":{\"notifyURL\":\"http://127.0.0.1:1/\"},"
                    + "\"destinationAddress\":\"tel:+447700900009\",\"criteria\":\"NEVER\"}}";

    /** What has been seen: operation and status. */
    private static final Set<String> SEEN = new TreeSet<>();

    private static RestServer server;
    private static Prism strict;
    private static Prism lenient;
    private static JsonNode document;

    /** A request that is right but for what a test does to it. */
    record Operation(String method, String template, String body) {

        String path() {
            return template.replace("{registrationId}", "acme")
                    .replace("{messageId}", "m1")
                    .replace("{subscriptionId}", "none");
        }

        String ofSlow() {
            return path().replace("/acme/", "/slow/");
        }

        @Override
        public String toString() {
            return method + " " + template;
        }
    }

    static Stream<Operation> operations() {
        return Stream.of(
                new Operation("GET", MESSAGES, ""),
                new Operation("GET", MESSAGES + "/events", ""),
                new Operation("GET", MESSAGES + "/pending", ""),
                new Operation("POST", MESSAGES + "/confirm", "{\"messageIds\":[\"m1\"]}"),
                new Operation("GET", MESSAGES + "/{messageId}", ""),
                new Operation("DELETE", MESSAGES + "/{messageId}", ""),
                new Operation("POST", SUBSCRIPTIONS, SUBSCRIPTION),
                new Operation("GET", SUBSCRIPTIONS, ""),
                new Operation("GET", SUBSCRIPTIONS + "/{subscriptionId}", ""),
                new Operation("DELETE", SUBSCRIPTIONS + "/{subscriptionId}", ""));
    }

    @BeforeAll
    static void start() throws Exception {
        server = new RestServer();
        strict = Prism.strictBefore(server.port(), "northbound");
        lenient = Prism.lenientBefore(server.port(), "northbound");
        document = new ObjectMapper().readTree(RestContractIT.class.getResourceAsStream("/openapi/northbound.json"));
    }

    @AfterAll
    static void stop() throws Exception {
        strict.close();
        lenient.close();
        server.close();
    }

    private static HttpResponse<String> ask(int port, String key, String method, String path, String body)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!key.isEmpty()) {
            request.header("X-API-Key", key);
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> seen(String method, String template, HttpResponse<String> answer)
            throws Exception {
        Prism.assertKept(answer);
        SEEN.add(document.path("paths")
                        .path(template)
                        .path(method.toLowerCase())
                        .path("operationId")
                        .asText() + " " + answer.statusCode());
        return answer;
    }

    /** A request that the document allows. */
    private static HttpResponse<String> right(String method, String template, String path, String body)
            throws Exception {
        return seen(method, template, ask(strict.port(), "acme-key", method, path, body));
    }

    /** A request that the document forbids, or one that is refused for another reason. */
    private static HttpResponse<String> wrong(String key, String method, String template, String path, String body)
            throws Exception {
        return seen(method, template, ask(lenient.port(), key, method, path, body));
    }

    private static String of(String template, String more) {
        return template.replace("{registrationId}", "acme") + more;
    }

    @Test
    @Order(1)
    void messagesAreFetchedShownAndConfirmed() throws Exception {
        for (int i = 0; i < 3; i++) {
            server.store("acme", RestServer.message("m" + i));
        }
        assertThat(right("GET", MESSAGES, of(MESSAGES, "?maxBatchSize=1&wait=1&lease=30"), "")
                        .body())
                .contains("\"m0\"");
        assertThat(right("GET", MESSAGES + "/{messageId}", of(MESSAGES, "/m1"), "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(right("GET", MESSAGES + "/pending", of(MESSAGES, "/pending?limit=1&after=0"), "")
                        .headers()
                        .firstValue("Link"))
                .isPresent();
        assertThat(right("DELETE", MESSAGES + "/{messageId}", of(MESSAGES, "/m0"), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(right("POST", MESSAGES + "/confirm", of(MESSAGES, "/confirm"), "{\"messageIds\":[\"m1\",\"m2\"]}")
                        .body())
                .contains("2");
        assertThat(right("GET", MESSAGES + "/{messageId}", of(MESSAGES, "/m1"), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(right("GET", MESSAGES, of(MESSAGES, ""), "").statusCode()).isEqualTo(200);
    }

    @Test
    @Order(1)
    void subscriptionsAreMadeShownListedAndEnded() throws Exception {
        HttpResponse<String> made = right("POST", SUBSCRIPTIONS, SUBSCRIPTIONS, SUBSCRIPTION);
        assertThat(made.statusCode()).isEqualTo(201);
        String path =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        assertThat(right("GET", SUBSCRIPTIONS + "/{subscriptionId}", path, "").statusCode())
                .isEqualTo(200);
        assertThat(right("GET", SUBSCRIPTIONS, SUBSCRIPTIONS, "").body()).contains("NEVER");
        assertThat(right("DELETE", SUBSCRIPTIONS + "/{subscriptionId}", path, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(right("GET", SUBSCRIPTIONS + "/{subscriptionId}", path, "").statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(1)
    void subscriptionsBeyondTheLimitAreAConflict() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(ask(server.port(), "acme-key", "POST", SUBSCRIPTIONS, SUBSCRIPTION)
                            .statusCode())
                    .isEqualTo(201);
        }
        assertThat(right("POST", SUBSCRIPTIONS, SUBSCRIPTIONS, SUBSCRIPTION).statusCode())
                .isEqualTo(409);
    }

    /**
     * Prism waits for an answer's end, so the stream itself goes past it; the JSON in it is held against the document.
     */
    @Test
    @Order(1)
    void aStreamHasMessagesAsTheDocumentHasThem() throws Exception {
        server.store("acme", RestServer.message("streamed"));
        HttpResponse<Stream<String>> stream = HTTP.send(
                HttpRequest.newBuilder(server.uri(of(MESSAGES, "/events")))
                        .header("X-API-Key", "acme-key")
                        .build(),
                BodyHandlers.ofLines());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
        try (Stream<String> lines = stream.body()) {
            String data = lines.filter(line -> line.startsWith("data: "))
                    .findFirst()
                    .orElseThrow()
                    .substring(6);
            new OpenApiContract("/openapi/northbound.json").keptBy(new ObjectMapper().readTree(data), "Message");
        }
        SEEN.add("streamMessages 200");
    }

    @Test
    @Order(1)
    void whatIsWrongInARequestIsABadRequest() throws Exception {
        assertThat(wrong("acme-key", "GET", MESSAGES, of(MESSAGES, "?maxBatchSize=none"), "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(wrong("acme-key", "GET", MESSAGES + "/events", of(MESSAGES, "/events?lease=0"), "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(wrong("acme-key", "GET", MESSAGES + "/pending", of(MESSAGES, "/pending?after=x"), "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(wrong("acme-key", "POST", MESSAGES + "/confirm", of(MESSAGES, "/confirm"), "{\"messageIds\":[]}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(wrong("acme-key", "POST", SUBSCRIPTIONS, SUBSCRIPTIONS, "{\"subscription\":{}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    @Order(1)
    void aBodyThatIsTooLongIsRefused() throws Exception {
        String ids = "{\"messageIds\":[\"" + "1".repeat(70_000) + "\"]}";
        assertThat(wrong("acme-key", "POST", MESSAGES + "/confirm", of(MESSAGES, "/confirm"), ids)
                        .statusCode())
                .isEqualTo(413);
        assertThat(wrong(
                                "acme-key",
                                "POST",
                                SUBSCRIPTIONS,
                                SUBSCRIPTIONS,
                                SUBSCRIPTION.replace("NEVER", "N".repeat(20_000)))
                        .statusCode())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @MethodSource("operations")
    @Order(1)
    void anotherRegistrationIsNotThere(Operation operation) throws Exception {
        if (operation.template().contains("{registrationId}")) {
            assertThat(wrong(
                                    "acme-key",
                                    operation.method(),
                                    operation.template(),
                                    operation.path().replace("/acme/", "/other/"),
                                    operation.body())
                            .statusCode())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    @Order(1)
    void whoIsNotKnownIsRefused(Operation operation) throws Exception {
        for (String key : List.of("", "wrong")) {
            HttpResponse<String> answer =
                    wrong(key, operation.method(), operation.template(), operation.path(), operation.body());
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("operations")
    @Order(1)
    void whoAsksTooOftenIsRefused(Operation operation) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            ask(server.port(), "slow-key", "GET", SUBSCRIPTIONS, "");
            HttpResponse<String> answer = wrong(
                    "slow-key",
                    operation.method(),
                    operation.template(),
                    operation.template().endsWith("/events") ? operation.ofSlow() + "?lease=0" : operation.ofSlow(),
                    operation.body());
            return answer.statusCode() == 429
                    && answer.headers().firstValue("Retry-After").isPresent();
        });
    }

    @Test
    @Order(2)
    void withoutItsDatabaseTheHubAsksToComeAgain() throws Exception {
        server.loseDatabase();
        for (Operation operation :
                operations().filter(one -> !one.template().endsWith("/events")).toList()) {
            HttpResponse<String> answer =
                    right(operation.method(), operation.template(), operation.path(), operation.body());
            assertThat(answer.statusCode()).as(operation.toString()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    @Order(3)
    void everyAnswerOfTheDocumentHasBeenSeen() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status ->
                                described.add(operation.path("operationId").asText() + " " + status))));
        assertThat(described).hasSizeGreaterThan(30).containsExactlyInAnyOrderElementsOf(SEEN);
    }
}
