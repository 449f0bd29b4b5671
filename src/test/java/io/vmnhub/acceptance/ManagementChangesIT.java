// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.fixture.OpenApiContract;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.ss7.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators change of a running hub over the management interface: SMPP sessions and the lists of SMSCs. */
@Timeout(60)
class ManagementChangesIT {

    /** One for all requests: a client that nobody holds may be collected while it waits for its answer. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String SESSIONS = "/manage/v1/smpp/sessions";
    private static final String ENTRIES = "/manage/v1/screening/entries";

    private static final String CHANGES = "/manage/v1/screening/changes";
    private static final String GRAY = "/manage/v1/screening/gray";

    private static int smppPort;
    private static RunningHub hub;
    private static OpenApiContract contract;

    @BeforeAll
    static void startHub(@TempDir Path home) throws Exception {
        smppPort = TestSettings.freePort();
        contract = new OpenApiContract("/openapi/management.json");
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/application.properties",
                                shipped -> shipped + "\nvmnhub.management.token=" + TOKEN + "\n",
                        "config/screening.yaml",
                                shipped -> "smscs:\n  black:\n    entries:\n      - {address: \"4499*\", comment: "
                                        + "of the file}\n",
                        "config/smpp.yaml",
                                shipped -> "listeners:\n  - {address: 127.0.0.1, port: " + smppPort + "}\n"
                                        + "accounts:\n  - {systemId: acme, password: secret}\n"));
    }

    @AfterAll
    static void stopHub() {
        hub.close();
    }

    private static HttpResponse<String> ask(String method, String path, String body, String token) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort() + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + token)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode list(String path) throws Exception {
        return contract.keptBy(ask("GET", path, "", TOKEN), path, "get").path("items");
    }

    private static HttpResponse<String> add(String entry) throws Exception {
        HttpResponse<String> answer = ask("POST", ENTRIES, entry, TOKEN);
        contract.keptBy(answer, ENTRIES, "post");
        return answer;
    }

    private static int delete(String resource, String parameter, String value) throws Exception {
        HttpResponse<String> answer = ask("DELETE", resource + "/" + value, "", TOKEN);
        contract.keptBy(answer, resource + "/{" + parameter + "}", "delete");
        return answer.statusCode();
    }

    @Test
    void aBoundSessionIsListedAndDisconnected() throws Exception {
        try (Esme esme = esme().named("acme", "secret").bind(smppPort)) {
            await().untilAsserted(() -> assertThat(list(SESSIONS)).hasSize(1));
            JsonNode session = list(SESSIONS).path(0);
            assertThat(session.path("account").asText()).isEqualTo("acme");
            assertThat(session.path("bindType").asText()).isEqualTo("receiver");
            assertThat(session.path("version").asText()).isEqualTo("3.4");
            assertThat(session.path("address").asText()).startsWith("127.0.0.1:");
            assertThat(session.path("inWindow").asInt()).isZero();
            String id = session.path("id").asText();
            assertThat(delete(SESSIONS, "id", id)).isEqualTo(204);
            await().until(() -> !esme.isBound());
            assertThat(list(SESSIONS)).isEmpty();
            assertThat(delete(SESSIONS, "id", id)).isEqualTo(404);
        }
    }

    @Test
    void anSmscOnTheBlackListIsRefusedUntilItIsTakenOff() throws Exception {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            byte[] tpdu = SmsDeliverTpdu.from("447911123456").gsm7("hello").encode();
            HttpResponse<String> added = add(
                    "{\"colour\": \"black\", \"address\": \"*\", \"comment\": \"all\", \"expires\": \"2999-01-01\"}");
            assertThat(added.statusCode()).isEqualTo(201);
            assertThat(added.headers().firstValue("Location")).contains(ENTRIES + "/*");
            assertThat(smsc.forwardSm(3, "234150000000123", tpdu).error().code())
                    .as("illegalSubscriber")
                    .isEqualTo(9);
            assertThat(list(ENTRIES)).anySatisfy(entry -> {
                assertThat(entry.path("address").asText()).isEqualTo("*");
                assertThat(entry.path("source").asText()).isEqualTo("runtime");
                assertThat(entry.path("expires").asText()).isEqualTo("2999-01-01T00:00:00Z");
            });
            assertThat(delete(ENTRIES, "address", "*")).isEqualTo(204);
            assertThat(smsc.forwardSm(3, "234150000000123", tpdu).isResult()).isTrue();
            assertThat(delete(ENTRIES, "address", "*")).isEqualTo(404);
        }
    }

    @Test
    void anEntryOfTheFileIsListedReplacedAndTakenOffAndTheChangesAreKept() throws Exception {
        assertThat(list(ENTRIES)).anySatisfy(entry -> {
            assertThat(entry.path("address").asText()).isEqualTo("4499*");
            assertThat(entry.path("comment").asText()).isEqualTo("of the file");
            assertThat(entry.path("source").asText()).contains("screening.yaml");
            assertThat(entry.path("line").asInt()).isEqualTo(4);
        });
        assertThat(add("{\"colour\": \"white\", \"address\": \"+4499*\"}").statusCode())
                .isEqualTo(201);
        assertThat(list(ENTRIES))
                .filteredOn(entry -> entry.path("address").asText().equals("4499*"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.path("colour").asText()).isEqualTo("white"));
        assertThat(delete(ENTRIES, "address", "4499*")).isEqualTo(204);
        assertThat(delete(ENTRIES, "address", "%2B4499*")).isEqualTo(404);
        assertThat(list(ENTRIES))
                .noneMatch(entry -> entry.path("address").asText().equals("4499*"));
        assertThat(Files.readString(hub.home().resolve("data/screening/smsc-lists.changes")))
                .contains("add\t4499*\tWHITE")
                .endsWith("remove\t4499*\n");
    }

    @Test
    void aRangeThatOverlapsAnotherIsRefusedAndChangesNothing() throws Exception {
        assertThat(add("{\"colour\": \"gray\", \"address\": \"4420000-4420099\"}")
                        .statusCode())
                .isEqualTo(201);
        HttpResponse<String> refused = add("{\"colour\": \"gray\", \"address\": \"4420050-4420199\"}");
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"address\"", "overlap");
        assertThat(list(ENTRIES))
                .noneMatch(entry -> entry.path("address").asText().equals("4420050-4420199"));
        assertThat(delete(ENTRIES, "address", "4420000-4420099")).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "colour  | {\"address\": \"441*\"}",
                "colour  | {\"colour\": \"unlisted\", \"address\": \"441*\"}",
                "colour  | {\"colour\": 1, \"address\": \"441*\"}",
                "address | {\"colour\": \"black\"}",
                "address | {\"colour\": \"black\", \"address\": \"44x\"}",
                "address | {\"colour\": \"black\", \"address\": \"449-441\"}",
                "address | {\"colour\": \"black\", \"address\": \"1234567890123456789\"}",
                "comment | {\"colour\": \"black\", \"address\": \"441*\", \"comment\": \"two\\nlines\"}",
                "comment | {\"colour\": \"black\", \"address\": \"441*\", \"comment\": \"\\ud800\"}",
                "expires | {\"colour\": \"black\", \"address\": \"441*\", \"expires\": \"tomorrow\"}",
                "expires | {\"colour\": \"black\", \"address\": \"441*\", \"expires\": \"2001-01-01\"}",
                "expires | {\"colour\": \"black\", \"address\": \"441*\", \"expires\": \"+999999999-01-01T00:00:00Z\"}",
                "color   | {\"color\": \"black\", \"address\": \"441*\"}"
            })
    void anEntryThatIsWrongIsRefusedAndTheMemberNamed(String field, String entry) throws Exception {
        HttpResponse<String> refused = add(entry);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("\"field\":\"" + field + "\"");
        assertThat(list(ENTRIES)).noneMatch(one -> one.path("address").asText().equals("441*"));
    }

    @Test
    void aChangeIsListedAndForgottenSoThatTheFileCountsAgain() throws Exception {
        assertThat(add("{\"colour\": \"gray\", \"address\": \"4499*\", \"comment\": \"for a day\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(list(CHANGES)).anySatisfy(change -> {
            assertThat(change.path("address").asText()).isEqualTo("4499*");
            assertThat(change.path("change").asText()).isEqualTo("added");
            assertThat(change.path("entry").path("comment").asText()).isEqualTo("for a day");
        });
        assertThat(delete(ENTRIES, "address", "4499*")).isEqualTo(204);
        assertThat(list(CHANGES))
                .anySatisfy(change -> assertThat(change.path("change").asText()).isEqualTo("removed"));
        assertThat(delete(CHANGES, "address", "4499*")).isEqualTo(204);
        assertThat(list(ENTRIES))
                .anySatisfy(entry -> assertThat(entry.path("comment").asText()).isEqualTo("of the file"));
        assertThat(delete(CHANGES, "address", "4499*")).isEqualTo(404);
        assertThat(delete(CHANGES, "address", "nobody")).isEqualTo(400);
    }

    @Test
    void whatGrayListingRemembersIsFoundAndForgotten() throws Exception {
        assertThat(add("{\"colour\": \"gray\", \"address\": \"447733000000\"}").statusCode())
                .isEqualTo(201);
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            for (String sender : new String[] {"447911123456", "447911123457"}) {
                Dialogue dialogue = smsc.mtDialogue(3).from(PartyAddress.title("447733000000", 8));
                var answer = dialogue.invoke(
                        Operation.forwardSm(3),
                        Arguments.forwardSm(
                                Arguments.imsi("234150000000123"),
                                Arguments.serviceCentreAddressOa("447733000000"),
                                SmsDeliverTpdu.from(sender).gsm7("hello").encode(),
                                false));
                dialogue.send();
                assertThat(answer.join().error().code())
                        .as("subscriberBusyForMT-SMS")
                        .isEqualTo(31);
            }
        }
        String all = GRAY + "?smsc=447733000000";
        JsonNode combinations =
                contract.keptBy(ask("GET", all, "", TOKEN), GRAY, "get").path("items");
        assertThat(combinations).hasSize(2).allSatisfy(one -> {
            assertThat(one.path("vmn").asText()).isEqualTo("447700900123");
            assertThat(one.path("passes").asBoolean()).isFalse();
        });
        assertThat(contract.keptBy(ask("DELETE", all + "&originatingAddress=447911123456", "", TOKEN), GRAY, "delete")
                        .path("forgotten")
                        .asInt())
                .isOne();
        assertThat(contract.keptBy(ask("GET", all, "", TOKEN), GRAY, "get").path("items"))
                .singleElement()
                .satisfies(one ->
                        assertThat(one.path("originatingAddress").asText()).isEqualTo("447911123457"));
        assertThat(ask("DELETE", GRAY, "", TOKEN).statusCode()).isEqualTo(400);
        assertThat(contract.keptBy(ask("DELETE", GRAY + "?vmn=447700900123", "", TOKEN), GRAY, "delete")
                        .path("forgotten")
                        .asInt())
                .isOne();
        assertThat(contract.keptBy(ask("DELETE", GRAY + "?vmn=447700900123", "", TOKEN), GRAY, "delete")
                        .path("forgotten")
                        .asInt())
                .isZero();
        assertThat(delete(ENTRIES, "address", "447733000000")).isEqualTo(204);
    }

    @Test
    void whatIsNoEntryAtAllIsRefused() throws Exception {
        for (String body : new String[] {"", "[]", "{", "\"447700900123\""}) {
            assertThat(add(body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(delete(ENTRIES, "address", "nobody")).isEqualTo(400);
    }

    @Test
    void withoutTheTokenNothingIsShownOrChanged() throws Exception {
        for (String path : new String[] {SESSIONS, ENTRIES, CHANGES, GRAY}) {
            contract.keptBy(ask("GET", path, "", "wrong"), path, "get");
            assertThat(ask("GET", path, "", "wrong").statusCode()).isEqualTo(401);
        }
        assertThat(ask("POST", ENTRIES, "{\"colour\": \"black\", \"address\": \"442*\"}", "wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(ask("DELETE", ENTRIES + "/4499*", "", "wrong").statusCode()).isEqualTo(401);
        assertThat(ask("DELETE", SESSIONS + "/acme-1", "", "wrong").statusCode())
                .isEqualTo(401);
        assertThat(list(ENTRIES))
                .noneMatch(entry -> entry.path("address").asText().equals("442*"));
    }
}
