// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.peer.map.MapError.ILLEGAL_SUBSCRIBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vmnhub.check.HubCheck;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * This version on the folders that earlier ones left, in {@code src/test/resources/io/vmnhub/upgrade}: a zip for each,
 * with config, routes and data. In its data stands a message in every place in which a message can wait, and what
 * operators have changed while that version ran.
 */
@Timeout(180)
class UpgradeIT {

    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-22T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private Path home;

    private final int httpPort = FreePort.next();
    private final int brokerPort = FreePort.next();
    private final List<String> received = new CopyOnWriteArrayList<>();
    private HttpServer application;

    @BeforeEach
    void startApplication() throws Exception {
        application = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        application.createContext("/", exchange -> {
            received.add(new ObjectMapper()
                    .readTree(exchange.getRequestBody())
                    .path("text")
                    .asText());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        application.start();
    }

    @AfterEach
    void stopApplication() {
        application.stop(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-22", "2026-11-27"})
    void whatAnEarlierVersionAcknowledgedOrWasToldIsThereAfterTheUpgrade(String version) throws Exception {
        HubFolder folder = HubFolder.earlier(home, Path.of("src/test/resources/io/vmnhub/upgrade", version + ".zip"));
        Map<String, String> properties = Map.of(
                "test.http", String.valueOf(application.getAddress().getPort()),
                "vmnhub.management.token", "a-token-of-sufficient-length",
                "vmnhub.http.port", String.valueOf(httpPort),
                "vmnhub.broker.port", String.valueOf(brokerPort),
                "vmnhub.smpp.port", String.valueOf(FreePort.next()));
        HubHome files = HubHome.of(home);
        assertThat(new HubCheck(files, new HubProperties(files, "prod", properties))
                        .run()
                        .findings())
                .as("what check finds in the files of %s", version)
                .isEmpty();
        try (RunningHub hub = RunningHub.of(folder, properties, Map.of())) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(received)
                            .as("stored, or whole and not delivered")
                            .contains("Stored, one", "Stored, two", "Both halves, undelivered"));
            deadLettersAreThere(hub);
            inboxIsThere();
            queueIsThere();
            changesOfOperatorsAreThere(hub);
            recordsAreThere(hub);
            messagesGoOn(hub, version);
            assertThat(received)
                    .containsExactlyInAnyOrder(
                            "Stored, one", "Stored, two", "Both halves, undelivered", "The first half, the second");
        }
        try (Connection database = DriverManager.getConnection("jdbc:h2:file:" + home.resolve("data/hub"));
                ResultSet row = database.createStatement().executeQuery("select text, kind from sms_inbox")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("In the table");
            assertThat(row.getString(2)).isEqualTo("deliver");
        }
    }

    private static JsonNode items(RunningHub hub, String path) throws Exception {
        HttpResponse<String> response = hub.manage("GET", path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(response.body()).path("items");
    }

    private static void deadLettersAreThere(RunningHub hub) throws Exception {
        for (Map.Entry<String, String> dead : Map.of("refused", "Refused for good", "whole-refused", "Long and refused")
                .entrySet()) {
            String path = "/applications/" + dead.getKey() + "/dead-letters";
            await().atMost(SOON).until(() -> items(hub, path).size() == 1);
            String id = items(hub, path).get(0).path("messageId").asText();
            assertThat(hub.manage("GET", path + "/" + id).body()).contains(dead.getValue());
        }
    }

    private void inboxIsThere() throws Exception {
        assertThat(fetch("registrations/inbox/messages")).contains("In the inbox");
        assertThat(fetch("subscriptions")).contains("https://app.example.com/notify", "STOP");
    }

    private String fetch(String path) throws Exception {
        URI resource = URI.create("http://127.0.0.1:" + httpPort + "/v1/smsmessaging/inbound/" + path);
        return HTTP.send(
                        HttpRequest.newBuilder(resource)
                                .header("Authorization", "Bearer reader-of-the-inbox")
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private void queueIsThere() throws Exception {
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + brokerPort);
                JMSContext context = factory.createContext("queue", "reader-of-the-queue")) {
            TextMessage message = (TextMessage)
                    context.createConsumer(context.createQueue("sms.queue")).receive(SOON.toMillis());
            assertThat(message.getText()).contains("In the queue");
        }
    }

    private static void changesOfOperatorsAreThere(RunningHub hub) throws Exception {
        assertThat(items(hub, "/screening/changes").findValuesAsText("address"))
                .contains("447700000666", "447700000777");
        assertThat(items(hub, "/webhooks"))
                .as("a receiver that has answered 410")
                .anyMatch(receiver -> receiver.path("url").asText().endsWith(":18410/gone")
                        && receiver.path("circuit").asText().equals("disabled"));
        try (Smsc black = smsc(hub, "447700000666")) {
            assertThat(black.forwardSm(3, imsi(0), text("From a black one", 100))
                            .error()
                            .code())
                    .isEqualTo(ILLEGAL_SUBSCRIBER);
        }
        try (Smsc gray = smsc(hub, "491710000000")) {
            assertThat(gray.forwardSm(3, imsi(0), text("From one that gray listing knows", 101))
                            .isResult())
                    .isTrue();
        }
    }

    private static void recordsAreThere(RunningHub hub) throws Exception {
        assertThat(items(hub, "/messages?to=447700900001&until=2026-11-28T00:00:00Z")
                        .findValuesAsText("outcome"))
                .contains("delivered", "refused");
    }

    /** A message that was complete in part is completed, and one that was delivered is known. */
    private void messagesGoOn(RunningHub hub, String version) throws Exception {
        try (Smsc smsc = smsc(hub, "447700000100")) {
            byte[] second = SmsDeliverTpdu.from("447911123456")
                    .timestamp(NOON.plusSeconds(5))
                    .part(7, 2, 2)
                    .octets(8, "the second".getBytes(StandardCharsets.UTF_16BE))
                    .encode();
            assertThat(smsc.forwardSm(3, imsi(3), second).isResult()).isTrue();
            await().atMost(SOON).until(() -> received.contains("The first half, the second"));
            Answer repeat = smsc.forwardSm(3, imsi(0), text("Delivered before", 1));
            assertThat(repeat.isResult()).isTrue();
        }
        if (version.equals("2026-11-27")) { // before, identities had no key of the hub's own
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    items(hub, "/messages?to=447700900001").findValuesAsText("outcome"))
                            .contains("duplicate"));
        }
    }

    private static String imsi(int ten) {
        return "2341500000000" + ten + "1";
    }

    private static byte[] text(String text, int second) {
        return SmsDeliverTpdu.from("447911123456")
                .timestamp(NOON.plusSeconds(second))
                .gsm7(text)
                .encode();
    }

    private static Smsc smsc(RunningHub hub, String title) {
        Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .globalTitle(title)
                .answerTimeout(Duration.ofSeconds(30))
                .open();
        try {
            smsc.activate();
            return smsc;
        } catch (RuntimeException | AssertionError e) {
            smsc.close();
            throw e;
        }
    }
}
