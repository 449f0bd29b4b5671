// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.contract.Messages;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.fixture.Prism;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.Arguments.DeliveryOutcome;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Every operation of the management interface with every answer that its OpenAPI document has, but for 503: seen
 * through prism where it is installed.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ManagementContractIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String VIEWER = "a-token-that-shows-but-does-nothing";
    private static final String M = "/manage/v1";
    private static final String LETTERS = M + "/applications/{application}/dead-letters";
    private static final String IMSI = "234150000000123";

    private static final Set<String> SEEN = new ConcurrentSkipListSet<>();

    private static Path home;
    private static RunningHub hub;
    private static Prism strict;
    private static Prism lenient;
    private static JsonNode document;
    private static int smppPort;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        home = folder;
        smppPort = TestSettings.freePort();
        putAside("old", "take this");
        putAside("refused", "refuse this");
        putAside("taken", "take this");
        putAside("unwanted", "take this");
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/application.properties",
                                shipped -> shipped + "\nvmnhub.management.operators.anna=" + TOKEN
                                        + "\nvmnhub.management.viewers.victor=" + VIEWER
                                        + "\nvmnhub.records.sql=true\nvmnhub.records.texts=true\n",
                        "config/smpp.yaml",
                                shipped -> "listeners:\n  - {address: 127.0.0.1, port: " + smppPort + "}\n"
                                        + "guard: {wrongPasswords: 1}\naccounts:\n  - {systemId: acme, "
                                        + "password: secret}\n",
                        "routes/applications/demo.camel.yaml", shipped -> """
                        - route:
                            id: demo
                            from:
                              uri: direct:demo
                              steps:
                                - choice:
                                    when:
                                      - simple: "${header.CamelSmsText} startsWith 'refuse'"
                                        steps:
                                          - to: kamelet:reject-action
                                      - simple: "${header.CamelSmsText} startsWith 'store'"
                                        steps:
                                          - to: direct:later
                                      - simple: "${header.CamelSmsText} startsWith 'post'"
                                        steps:
                                          - to: kamelet:webhook-sink?url=http://127.0.0.1:1/&allowPrivateTargets=true
                                    otherwise:
                                      steps:
                                        - to: kamelet:log-sink
                        """));
        document =
                new ObjectMapper().readTree(ManagementContractIT.class.getResourceAsStream("/openapi/management.json"));
        if (Peer.NODE_API.isThere()) {
            strict = Prism.strictBefore(hub.managementPort(), "management");
            lenient = Prism.lenientBefore(hub.managementPort(), "management");
        }
    }

    /** As earlier versions left a long message that they could not deliver. */
    private static void putAside(String id, String text) throws Exception {
        ObjectNode message = ShortMessageModule.objectMapper()
                .valueToTree(Messages.message().text(text).build());
        message.put("id", id)
                .putObject("deadLetter")
                .put("reason", "the test has put it here")
                .put("diedAt", "2026-11-22T10:00:00Z");
        Path place = Files.createDirectories(home.resolve("data/messages/dead-letters/demo"));
        Files.writeString(place.resolve(id + ".json"), message.toString());
    }

    @AfterAll
    static void stop() throws Exception {
        if (strict != null) {
            strict.close();
            lenient.close();
        }
        hub.close();
    }

    private static HttpResponse<String> ask(
            boolean right, String token, String method, String template, String path, String body) throws Exception {
        int port = strict == null ? hub.managementPort() : right ? strict.port() : lenient.port();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(40))
                .header("Authorization", "Bearer " + token)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        Prism.assertKept(answer);
        JsonNode operation = document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
        SEEN.add(operation.path("operationId").asText() + " " + answer.statusCode());
        return answer;
    }

    /** @param template with its parameter's value behind a colon: {@code /routes/{id:acme}} */
    private static JsonNode right(String method, String template, int status, String query) throws Exception {
        HttpResponse<String> answer = ask(true, TOKEN, method, named(template), path(template) + query, "");
        assertThat(answer.statusCode())
                .as(method + " " + path(template) + ": " + answer.body())
                .isEqualTo(status);
        return new ObjectMapper().readTree(answer.body().isEmpty() ? "{}" : answer.body());
    }

    private static JsonNode get(String template) throws Exception {
        return right("GET", template, 200, "");
    }

    private static String named(String template) {
        return template.replaceAll(":[^}]*}", "}");
    }

    private static String path(String template) {
        return template.replaceAll("\\{[a-zA-Z]+:([^}]*)}", "$1");
    }

    private static String of(String more) {
        return LETTERS.replace("{application}", "{application:demo}") + more;
    }

    private static void wrong(String method, String template, String query, String body, String field)
            throws Exception {
        HttpResponse<String> answer = ask(false, TOKEN, method, named(template), path(template) + query, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(new ObjectMapper()
                        .readTree(answer.body())
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo(field);
    }

    @Test
    @Order(1)
    void deadLettersOfAnEarlierVersionAreInTheSameList() throws Exception {
        JsonNode letters = await().atMost(Duration.ofSeconds(60))
                .until(() -> get(of("")), list -> list.path("total").asInt() == 4)
                .path("items");
        assertThat(letters.findValuesAsText("messageId"))
                .containsExactlyInAnyOrder("old", "refused", "taken", "unwanted");
        assertThat(letters.findValuesAsText("source")).containsOnly("long-messages");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !Files.exists(home.resolve("data/messages/dead-letters/demo")));
        right("POST", of("/discard"), 200, "?most=1");
        assertThat(get(of("")).path("total").asInt()).isEqualTo(3);
    }

    @Test
    @Order(2)
    void aLongMessageIsLookedAtReplayedAndDiscarded() throws Exception {
        JsonNode letter = get(of("/{messageId:taken}"));
        assertThat(letter.at("/shortMessage/text").asText()).isEqualTo("take this");
        assertThat(letter.path("reason").asText()).isEqualTo("the test has put it here");
        right("POST", of("/{messageId:taken}/replay"), 200, "");
        right("GET", of("/{messageId:taken}"), 404, "");
        right("POST", of("/{messageId:refused}/replay"), 200, "");
        JsonNode again = await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> right("GET", of(""), 200, "").path("items"),
                        items -> items.findValuesAsText("messageId").contains("refused"));
        assertThat(again.findValuesAsText("source")).containsOnly("long-messages");
        right("DELETE", of("/{messageId:unwanted}"), 204, "");
        right("DELETE", of("/{messageId:unwanted}"), 404, "");
        right("POST", of("/{messageId:unwanted}/replay"), 404, "");
        right("DELETE", of("/{messageId:refused}"), 204, "");
    }

    @Test
    @Order(3)
    void aMessageThatTheStoreHasGivenUpIsInTheSameListAndTreatedAlike() throws Exception {
        hub.routes("""
                - route:
                    id: later
                    from:
                      uri: direct:later
                      steps:
                        - to: kamelet:store-action
                - route:
                    id: demo-delivery
                    from:
                      uri: kamelet:store-source
                      parameters: {application: demo}
                      steps:
                        - to: kamelet:reject-action
                """);
        send("store and fail");
        JsonNode letter = await().atMost(Duration.ofSeconds(30))
                .until(() -> get(of("")), list -> list.path("total").asInt() == 1)
                .at("/items/0");
        assertThat(letter.path("source").asText()).isEqualTo("store");
        assertThat(letter.path("attempts").asInt()).isEqualTo(1);
        String one = of("/{messageId:" + letter.path("messageId").asText() + "}");
        assertThat(get(one).at("/shortMessage/text").asText()).isEqualTo("store and fail");
        Instant died = Instant.parse(letter.path("diedAt").asText());
        String resend = M + "/messages/{messageId:" + letter.path("messageId").asText() + "}/resend";
        assertThat(get(resend).path("source").asText()).isEqualTo("dead-letters");
        assertThat(right("POST", resend, 200, "").path("outcome").asText()).isEqualTo("stored");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(of("")).path("items").findValuesAsText("diedAt").stream()
                        .anyMatch(time -> Instant.parse(time).isAfter(died)));
        assertThat(right("POST", of("/replay"), 200, "?most=10")
                        .path("replayed")
                        .asInt())
                .isEqualTo(1);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(of("")).path("total").asInt() == 1);
        right("DELETE", one, 204, "");
        right("DELETE", one, 404, "");
        wrong("POST", of("/replay"), "?most=0", "", "most");
        wrong("POST", of("/discard"), "", "", "most");
        String strange = LETTERS.replace("{application}", "{application:%20}");
        wrong("GET", strange, "", "", "application");
        wrong("GET", strange + "/{messageId:1}", "", "", "application");
        wrong("DELETE", strange + "/{messageId:1}", "", "", "application");
        wrong("POST", strange + "/{messageId:1}/replay", "", "", "application");
    }

    private static void statesOfNumbersAndApplicationsAreChangedAndTakenBack() throws Exception {
        String number = M + "/numbers/{number:447700900123}";
        String state = number + "/state";
        String changes = M + "/numbers/changes";
        HttpResponse<String> changed = ask(true, TOKEN, "PUT", named(state), path(state), "{\"state\": \"barred\"}");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(send("barred")).as("it is barred").isNotZero();
        JsonNode found = get(M + "/imsis/{imsi:" + IMSI + "}");
        assertThat(found).isEqualTo(get(number));
        assertThat(found.path("configuredState").asText()).isEqualTo("active");
        assertThat(found.at("/changed/by").asText()).isEqualTo("anna");
        assertThat(get(changes).at("/items/0/state").asText()).isEqualTo("barred");
        right("DELETE", state, 204, "");
        right("DELETE", state, 404, "");
        assertThat(send("again")).isZero();
        wrong("PUT", state, "", "{\"state\": \"asleep\"}", "state");
        wrong("DELETE", M + "/numbers/{number:x}/state", "", "", "number");
        String stranger = M + "/numbers/{number:1234}/state";
        assertThat(ask(true, TOKEN, "PUT", named(stranger), path(stranger), "{\"state\": \"active\"}")
                        .statusCode())
                .isEqualTo(404);
        wrong("GET", M + "/imsis/{imsi:x}", "", "", "imsi");
        right("GET", M + "/imsis/{imsi:1234}", 404, "");
        wrong("GET", changes, "?limit=0", "", "limit");
        String application = M + "/applications/{application:demo}";
        assertThat(right("POST", application + "/disable", 200, "")
                        .at("/disabled/by")
                        .asText())
                .isEqualTo("anna");
        assertThat(send("disabled")).as("absentSubscriberSM").isEqualTo(6);
        assertThat(get(application).path("enabled").asBoolean()).isFalse();
        right("POST", application + "/enable", 200, "");
        assertThat(send("enabled")).isZero();
        right("POST", M + "/applications/{application:none}/disable", 404, "");
        right("POST", M + "/applications/{application:none}/enable", 404, "");
    }

    private static void serviceCentresThatWaitAreShownAlertedAndForgotten() throws Exception {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            assertThat(smsc.reportSmDeliveryStatus(2, "447700900124", DeliveryOutcome.ABSENT_SUBSCRIBER, -1)
                            .isResult())
                    .isTrue();
        }
        assertThat(get(M + "/waiting").at("/items/0/notReachable").asBoolean()).isTrue();
        wrong("GET", M + "/waiting", "?limit=0", "", "limit");
        assertThat(right("GET", M + "/waiting", 200, "?number=%2B447700900124")
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        right("DELETE", M + "/waiting/{number:447700900124}", 204, "");
        right("DELETE", M + "/waiting/{number:447700900124}", 404, "");
        right("POST", M + "/applications/{application:demo}/alert", 202, "");
        right("POST", M + "/applications/{application:none}/alert", 404, "");
        right("GET", M + "/applications/{application:demo}/state", 200, "");
        right("GET", M + "/applications/{application:none}/state", 404, "");
    }

    private static int send(String text) throws Exception {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            var answer = smsc.forwardSm(
                    3, IMSI, SmsDeliverTpdu.from("447911123456").gsm7(text).encode());
            return answer.isResult() ? 0 : answer.error().code();
        }
    }

    @Test
    @Order(4)
    void messagesAreSearchedByNumberSenderTimeAndOutcome() throws Exception {
        String messages = M + "/messages";
        Instant before = Instant.now();
        assertThat(send("refuse me")).as("illegalSubscriber").isEqualTo(9);
        assertThat(send("first")).isZero();
        assertThat(send("second")).isZero();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> right("GET", messages, 200, "?since=" + before)
                                .path("items")
                                .size()
                        == 3);
        assertThat(right("GET", messages, 200, "?since=" + before + "&outcome=failed")
                        .at("/items/0/answer")
                        .asText())
                .isEqualTo("illegalSubscriber");
        assertThat(right(
                                "GET",
                                messages,
                                200,
                                "?to=%2B447700900123&from=447911123456&until=2100-01-01T00:00:00Z&outcome=delivered&since="
                                        + before)
                        .path("items"))
                .hasSize(2);
        assertThat(right("GET", messages, 200, "?to=447700900999").path("items"))
                .isEmpty();
        assertThat(right("GET", messages, 200, "?from=Nobody").path("items")).isEmpty();
        assertThat(right("GET", messages, 200, "?until=" + before).path("items").findValuesAsText("id"))
                .doesNotContainAnyElementsOf(right("GET", messages, 200, "?since=" + before)
                        .path("items")
                        .findValuesAsText("id"));
        HttpResponse<String> page = ask(true, TOKEN, "GET", messages, messages + "?limit=2&since=" + before, "");
        String link = page.headers().firstValue("Link").orElseThrow();
        assertThat(link).endsWith("; rel=\"next\"");
        JsonNode rest = new ObjectMapper()
                .readTree(ask(true, TOKEN, "GET", messages, link.substring(1, link.indexOf('>')), "")
                        .body());
        assertThat(rest.path("items")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
        JsonNode found = get(messages + "/{messageId:" + rest.at("/items/0/id").asText() + "}");
        assertThat(found.path("outcome").asText()).isEqualTo("failed");
        assertThat(found.toString()).doesNotContain("refuse me");
        right("GET", messages + "/{messageId:none}", 404, "");
        wrong("GET", messages, "?outcome=lost", "", "outcome");
        wrong("GET", messages, "?since=yesterday", "", "since");
        wrong("GET", messages, "?cursor=x", "", "cursor");
        wrong("GET", messages, "?limit=0", "", "limit");
        List<String> ids =
                right("GET", messages, 200, "?since=" + before).path("items").findValuesAsText("id");
        aMessageIsSentAgain(messages + "/{messageId:" + ids.get(0) + "}/resend", "delivered");
        aMessageIsSentAgain(messages + "/{messageId:" + ids.get(2) + "}/resend", "failed");
        right("POST", messages + "/{messageId:none}/resend", 404, "");
        right("GET", messages + "/{messageId:no%20id}/resend", 404, "");
        right("POST", M + "/routes/{id:demo}/stop", 200, "");
        right("POST", messages + "/{messageId:" + ids.get(0) + "}/resend", 409, "");
        right("POST", M + "/routes/{id:demo}/start", 200, "");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(messages + "/{messageId:" + ids.get(0) + "}")
                        .path("reason")
                        .asText()
                        .equals("sent again by anna"));
    }

    private static void aMessageIsSentAgain(String resend, String outcome) throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(resend).path("source").asText().equals("kept"));
        assertThat(right("POST", resend, 200, "").path("outcome").asText()).isEqualTo(outcome);
    }

    @Test
    @Order(5)
    void routesAreStoppedSuspendedAndStartedAgain() throws Exception {
        String route = M + "/routes/{id:demo}";
        assertThat(get(route).path("state").asText()).isEqualTo("Started");
        for (String[] change : new String[][] {{"stop", "Stopped", "start"}, {"suspend", "Suspended", "resume"}}) {
            assertThat(right("POST", route + "/" + change[0], 200, "")
                            .path("state")
                            .asText())
                    .isEqualTo(change[1]);
            assertThat(right("POST", route + "/" + change[0], 200, "")
                            .path("state")
                            .asText())
                    .isEqualTo(change[1]);
            assertThat(send("in vain")).as("systemFailure").isEqualTo(34);
            assertThat(right("POST", route + "/" + change[2], 200, "")
                            .path("state")
                            .asText())
                    .isEqualTo("Started");
            assertThat(send("well")).isZero();
            right("POST", M + "/routes/{id:none}/" + change[0], 404, "");
            right("POST", M + "/routes/{id:none}/" + change[2], 404, "");
        }
        right("GET", M + "/routes/{id:none}", 404, "");
        get(M + "/routes");
        get(M + "/connectors");
    }

    @Test
    @Order(6)
    void numbersLinksSessionsListsAndWebhooksAreShownAndChanged() throws Exception {
        String association = M + "/links/associations/{name:smsc}";
        right("POST", association + "/lock", 204, "");
        assertThat(get(M + "/links").at("/associations/0/locked").asBoolean()).isTrue();
        assertThat(get(M + "/links/changes").at("/items/0/state").asText()).isEqualTo("LOCKED");
        right("POST", association + "/unlock", 204, "");
        assertThat(right("GET", M + "/links/changes", 200, "?name=smsc")
                        .at("/items/0/state")
                        .asText())
                .isEqualTo("UNLOCKED");
        right("POST", M + "/links/associations/{name:none}/lock", 404, "");
        right("POST", M + "/links/associations/{name:none}/unlock", 404, "");
        statesOfNumbersAndApplicationsAreChangedAndTakenBack();
        get(M + "/numbers");
        get(M + "/numbers/{number:447700900123}");
        right("GET", M + "/cluster", 404, "");
        right("POST", M + "/drain", 204, "");
        right("DELETE", M + "/drain", 204, "");
        right("GET", M + "/numbers/{number:1234}", 404, "");
        wrong("GET", M + "/numbers/{number:x}", "", "", "number");
        serviceCentresThatWaitAreShownAlertedAndForgotten();
        String sessions = M + "/smpp/sessions";
        try (Esme esme = esme().named("acme", "secret").bind(smppPort)) {
            await().until(() -> get(sessions).path("total").asInt() == 1);
            right("DELETE", sessions + "/{id:" + get(sessions).at("/items/0/id").asText() + "}", 204, "");
            await().until(() -> !esme.isBound());
        }
        right("DELETE", sessions + "/{id:none}", 404, "");
        String locks = M + "/smpp/locks";
        assertThatThrownBy(() -> esme().named("acme", "wrong").bind(smppPort)).isInstanceOf(IOException.class);
        assertThat(get(locks).at("/items/0/name").asText()).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> esme().named("acme", "secret").bind(smppPort)).isInstanceOf(IOException.class);
        right("DELETE", locks + "/{name:127.0.0.1}", 204, "");
        esme().named("acme", "secret").bind(smppPort).close();
        right("DELETE", locks + "/{name:127.0.0.1}", 404, "");
        String entries = M + "/screening/entries";
        assertThat(ask(true, TOKEN, "POST", entries, entries, "{\"colour\": \"black\", \"address\": \"4499*\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(ask(true, TOKEN, "POST", entries, entries, "{\"colour\": \"black\", \"address\": \"4498*\"}")
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> page = ask(true, TOKEN, "GET", entries, entries + "?offset=1&limit=1", "");
        assertThat(page.headers().allValues("Link"))
                .anySatisfy(link -> assertThat(link).contains("offset=0").endsWith("rel=\"prev\""));
        right("DELETE", entries + "/{address:4499*}", 204, "");
        right("DELETE", entries + "/{address:4499*}", 404, "");
        wrong("POST", entries, "", "{\"colour\": \"blue\", \"address\": \"4499*\"}", "colour");
        wrong("DELETE", entries + "/{address:nobody}", "", "", "address");
        String changes = M + "/screening/changes";
        right("DELETE", changes + "/{address:4498*}", 204, "");
        right("DELETE", changes + "/{address:4498*}", 404, "");
        wrong("DELETE", changes + "/{address:nobody}", "", "", "address");
        get(changes);
        String gray = M + "/screening/gray";
        get(gray);
        right("DELETE", gray, 200, "?vmn=447700900123");
        assertThat(ask(false, TOKEN, "DELETE", gray, gray, "").statusCode()).isEqualTo(400);
        String webhooks = M + "/webhooks";
        right("POST", webhooks + "/{id:" + get(webhooks).at("/items/0/id").asText() + "}/enable", 204, "");
        right("POST", webhooks + "/{id:none}/enable", 404, "");
        for (String list : new String[] {
            M + "/links/changes",
            changes,
            gray,
            webhooks,
            M + "/numbers",
            M + "/routes",
            M + "/connectors",
            of(""),
            sessions,
            locks,
            entries
        }) {
            wrong("GET", list, "?limit=0", "", "limit");
        }
    }

    @Test
    @Order(6)
    void theConsolesResourcesAreShownAndUsed() throws Exception {
        assertThat(get(M + "/overview").path("messages").path("delivered").asLong())
                .isPositive();
        assertThat(get(M + "/overview/history").path("stepSeconds").asInt()).isEqualTo(10);
        wrong("GET", M + "/overview/history", "?minutes=0", "", "minutes");
        JsonNode recent = get(M + "/messages/recent").at("/items/0");
        assertThat(get(M + "/messages/{messageId:" + recent.path("id").asText() + "}/recent")
                        .at("/items/0/outcome"))
                .isEqualTo(recent.path("outcome"));
        assertThat(get(M + "/smscs").at("/items/0/colour").asText()).isEqualTo("unlisted");
        assertThat(get(M + "/applications").at("/items/0/name").asText()).isEqualTo("demo");
        String demo = M + "/applications/{application:demo}";
        assertThat(get(demo).path("outcomes").path("delivered").asLong()).isPositive();
        right("GET", M + "/applications/{application:none}", 404, "");
        testMessagesAreSent();
        assertThat(get(M + "/screening/limits").path("total").asInt()).isZero();
        String explain = M + "/screening/explain";
        JsonNode steps = new ObjectMapper()
                .readTree(ask(
                                true,
                                TOKEN,
                                "POST",
                                explain,
                                explain,
                                "{\"smsc\": \"4477\", \"from\": \"Bank\", \"to\": \"447700900123\"}")
                        .body());
        assertThat(steps.path("steps").findValuesAsText("finding")).contains("passes");
        wrong("POST", explain, "", "{\"smsc\": \"4477\", \"from\": \"Bank\", \"to\": \"1234\"}", "to");
        wrong(
                "POST",
                explain,
                "",
                "{\"smsc\": \"4477\", \"from\": \"Bank\", \"to\": \"447700900123\", \"unsolicited\": \"yes\"}",
                "unsolicited");
        assertThat(get(M + "/routes/{id:mt-forwardSM}/steps")
                        .at("/steps/0/kind")
                        .asText())
                .isEqualTo("process");
        right("GET", M + "/routes/{id:none}/steps", 404, "");
        wrong("POST", M + "/links/associations/{name:smsc}/lock", "?drain=perhaps", "", "drain");
        assertThat(get(M + "/audit").path("total").asInt()).isPositive();
        for (String list :
                new String[] {"/messages/recent", "/smscs", "/applications", "/screening/limits", "/audit"}) {
            wrong("GET", M + list, "?limit=0", "", "limit");
        }
        wrong("GET", M + "/events", "?topics=weather", "", "topics");
        liveEventsAreSent();
    }

    private static void testMessagesAreSent() throws Exception {
        String tests = M + "/applications/{application}/test-messages";
        String wanted = "{\"from\": \"Bank\", \"to\": \"447700900123\", \"text\": \"%s\"}";
        String path = M + "/applications/demo/test-messages";
        assertThat(ask(true, TOKEN, "POST", tests, path, wanted.formatted("hello"))
                        .body())
                .contains("\"outcome\":\"delivered\"");
        assertThat(ask(true, TOKEN, "POST", tests, path, wanted.formatted("refuse this"))
                        .body())
                .contains("\"outcome\":\"failed\"", "rejected by the route");
        wrong("POST", M + "/applications/{application:demo}/test-messages", "", "{\"from\": \"Bank\"}", "to");
        String none = M + "/applications/none/test-messages";
        assertThat(ask(true, TOKEN, "POST", tests, none, wanted.formatted("lost"))
                        .statusCode())
                .isEqualTo(404);
        right("POST", M + "/routes/{id:demo}/stop", 200, "");
        assertThat(ask(true, TOKEN, "POST", tests, path, wanted.formatted("in vain"))
                        .statusCode())
                .isEqualTo(409);
        right("POST", M + "/routes/{id:demo}/start", 200, "");
    }

    /** Prism would wait for the end of what has none. */
    private static void liveEventsAreSent() throws Exception {
        HttpResponse<Stream<String>> events = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort() + M
                                + "/events?topics=overview,links,smscs,applications,messages"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build(),
                BodyHandlers.ofLines());
        assertThat(events.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(send("live")).isZero();
        Set<String> topics = new TreeSet<>();
        try (Stream<String> lines = events.body()) {
            lines.filter(line -> line.startsWith("event: "))
                    .peek(line -> topics.add(line.substring(7)))
                    .anyMatch(line -> topics.size() == 5);
        }
        assertThat(topics).containsExactly("applications", "links", "messages", "overview", "smscs");
        SEEN.add("openEvents 200");
        SEEN.add("showCluster 200"); // ClusterIT, since it takes a farm
    }

    @Test
    @Order(6)
    void aSessionBeginsWithATokenAndIsProtectedFromOtherSites() throws Exception {
        String session = M + "/session";
        assertThat(ask(true, TOKEN, "GET", session, session, "").body()).contains("anna", "operator");
        SEEN.add("signIn 429"); // SignInTest, since the address would stay locked out here
        assertThat(ask(true, "", "POST", session, session, "{\"token\": \"wrong\"}")
                        .statusCode())
                .isEqualTo(401);
        assertThat(ask(false, "", "POST", session, session, "{\"token\": 5}").statusCode())
                .isEqualTo(400);
        HttpResponse<String> begun = ask(true, "", "POST", session, session, "{\"token\": \"" + TOKEN + "\"}");
        assertThat(begun.statusCode()).isEqualTo(200);
        assertThat(begun.headers().firstValue("Set-Cookie").orElseThrow())
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict", "Path=/");
        assertThat(ask(true, TOKEN, "DELETE", session, session, "").statusCode())
                .isEqualTo(204);
    }

    private static Void refused(String template, String method, JsonNode operation) throws Exception {
        String concrete = template.replaceAll("\\{[a-zA-Z]+}", "none");
        if (concrete.endsWith("/events")) {
            concrete += "?topics=links";
        }
        if (method.equals("POST") && concrete.endsWith("/session")) {
            return null; // it asks for the token itself
        }
        String query = concrete.matches(".*dead-letters/(replay|discard)") ? "?most=1" : "";
        String body =
                operation.at("/requestBody/content/application~1json/example").toString();
        if (body.isEmpty() && operation.has("requestBody")) {
            body = concrete.endsWith("/entries")
                    ? "{\"colour\": \"black\", \"address\": \"1*\"}"
                    : "{\"smsc\": \"4477\", \"from\": \"Bank\", \"to\": \"4477\"}";
        }
        assertThat(ask(false, "wrong", method, template, concrete, "").statusCode())
                .as(template)
                .isEqualTo(401);
        if (!method.equals("GET") && !concrete.endsWith("/session")) {
            assertThat(ask(true, VIEWER, method, template, concrete + query, body)
                            .statusCode())
                    .as(template)
                    .isEqualTo(403);
        }
        return null;
    }

    @Test
    @Order(7)
    void whoIsNotKnownSeesNothingAndAViewerChangesNothing() throws Exception {
        ExecutorService together =
                Executors.newFixedThreadPool(10); // wrong tokens wait longer and longer, each by itself
        try {
            List<Callable<Void>> all = new ArrayList<>();
            for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
                for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                    if (!operation.getKey().equals("parameters")) {
                        all.add(() -> refused(
                                path.getKey(), operation.getKey().toUpperCase(Locale.ROOT), operation.getValue()));
                    }
                }
            }
            for (Future<Void> one : together.invokeAll(all)) {
                one.get();
            }
        } finally {
            together.shutdownNow();
        }
        assertThat(ask(true, VIEWER, "GET", M + "/links", M + "/links", "").statusCode())
                .isEqualTo(200);
    }

    @Test
    @Order(7)
    void whoChangesWhatIsInTheAuditLogAndNumbersAreNot() throws Exception {
        Logger audit = (Logger) LoggerFactory.getLogger("io.vmnhub.audit");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        audit.addAppender(log);
        audit.setLevel(Level.INFO);
        try {
            String entries = M + "/screening/entries";
            ask(true, TOKEN, "POST", entries, entries, "{\"colour\": \"white\", \"address\": \"4497*\"}");
            ask(true, VIEWER, "POST", M + "/routes/{id}/stop", M + "/routes/demo/stop", "");
            ask(false, "wrong", "DELETE", entries + "/{address}", entries + "/4497*", "");
            get(M + "/numbers/{number:447700900123}");
            await().untilAsserted(() -> assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsSubsequence(
                            "anna POST /manage/v1/screening/entries from 127.0.0.1: 201, white 4497*",
                            "victor POST /manage/v1/routes/demo/stop from 127.0.0.1: 403",
                            "nobody known DELETE /manage/v1/screening/entries/4497* from 127.0.0.1: 401",
                            "anna GET /manage/v1/numbers/… from 127.0.0.1: 200"));
        } finally {
            audit.detachAppender(log);
            audit.setLevel(null);
        }
    }

    @Test
    @Order(7)
    void changedFilesAreCheckedTakenAndTold() throws Exception {
        assertThat(right("POST", M + "/reload", 200, "?dryRun=true")
                        .path("dryRun")
                        .asBoolean())
                .isTrue();
        right("POST", M + "/reload", 200, "");
        assertThat(get(M + "/changes").path("refused")).isEmpty();
        wrong("POST", M + "/reload", "?dryRun=perhaps", "", "dryRun");
    }

    @Test
    @Order(8)
    void everyAnswerOfTheDocumentHasBeenSeen() {
        Set<String> described = new TreeSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> operation
                        .path("responses")
                        .fieldNames()
                        .forEachRemaining(status ->
                                described.add(operation.path("operationId").asText() + " " + status))));
        described.removeIf(answer -> answer.endsWith(" 503"));
        described.remove("searchMessages 404"); // when the message log has no table: HttpPortsIT
        assertThat(described).hasSizeGreaterThan(50).isSubsetOf(SEEN);
    }
}
