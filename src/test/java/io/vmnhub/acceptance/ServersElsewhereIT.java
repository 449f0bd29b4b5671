// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vmnhub.fixture.BrokerElsewhere;
import io.vmnhub.fixture.Chromium;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hub whose broker, database and collector of traces are elsewhere: what it tells them, and while they are away. */
@Timeout(180)
@NeedsPeer(Peer.POSTGRESQL)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServersElsewhereIT {

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRACEPARENT = "00-[0-9a-f]{32}-[0-9a-f]{16}-01";

    /** What the pages of the console ask for. */
    private static final String[] PAGES = {
        "/session",
        "/overview",
        "/overview/history",
        "/links",
        "/links/changes",
        "/smscs",
        "/numbers",
        "/numbers/changes",
        "/numbers/447700900123",
        "/waiting",
        "/messages/recent",
        "/applications",
        "/applications/demo",
        "/smpp/sessions",
        "/webhooks",
        "/screening/entries",
        "/screening/limits",
        "/routes",
        "/routes/demo/steps",
        "/connectors",
        "/audit"
    };

    private static final ByteArrayOutputStream COLLECTED = new ByteArrayOutputStream();

    private static DatabaseServer database;
    private static ActiveMQServer broker;
    private static int brokerPort;
    private static HttpServer collector;
    private static Receiver receiver;
    private static RunningHub hub;

    @BeforeAll
    static void start(@TempDir Path home, @TempDir Path data) throws Exception {
        database = PostgresqlServer.start().orElseThrow();
        brokerPort = FreePort.next();
        broker = BrokerElsewhere.inThisProcess(data, brokerPort);
        broker.start();
        collector = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            synchronized (COLLECTED) {
                exchange.getRequestBody().transferTo(COLLECTED);
            }
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        receiver = Receiver.answering(200);
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/application.properties",
                        shipped -> shipped + "\nvmnhub.management.operators.anna=" + TOKEN
                                + "\nvmnhub.broker.url=tcp://127.0.0.1:" + brokerPort
                                + "\nvmnhub.database.url=" + database.settings().url()
                                + "\nvmnhub.database.username="
                                + database.settings().username()
                                + "\nvmnhub.records.sql=true"
                                + "\nvmnhub.tracing.endpoint=http://127.0.0.1:"
                                + collector.getAddress().getPort() + "/v1/traces"
                                + "\nvmnhub.tracing.one-in=1\n",
                        "routes/applications/demo.camel.yaml",
                        shipped -> """
                        - route:
                            id: demo
                            from:
                              uri: direct:demo
                              steps:
                                - to: kamelet:webhook-sink?url=%1$s&allowPrivateTargets=true
                                - to: kamelet:jms-sink
                                - to: kamelet:store-action
                        - route:
                            id: demo-delivery
                            from:
                              uri: kamelet:store-source
                              parameters: {application: demo}
                              steps:
                                - to: kamelet:webhook-sink?url=%1$s&allowPrivateTargets=true
                        """.formatted(receiver.url())));
    }

    @AfterAll
    static void stop() throws Exception {
        if (hub != null) {
            hub.close();
        }
        receiver.close();
        collector.stop(0);
        broker.stop();
        database.close();
    }

    private static boolean send(String text) throws Exception {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            return smsc.forwardSm(
                            3,
                            "234150000000123",
                            SmsDeliverTpdu.from("447911123456").gsm7(text).encode())
                    .isResult();
        }
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + hub.managementPort() + "/manage/v1" + path))
                        .timeout(Duration.ofSeconds(20))
                        .header("Authorization", "Bearer " + TOKEN)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static List<String> problems() throws Exception {
        JsonNode overview = new ObjectMapper().readTree(get("/overview").body());
        return overview.path("problems").findValuesAsText("check");
    }

    @Test
    @Order(1)
    void oneTraceLeadsFromTheNetworkToTheWebhookTheQueueAndTheStore() throws Exception {
        assertThat(send("follow me")).isTrue();
        await().atMost(SOON).until(() -> receiver.received().size() == 2);
        String first = receiver.received().get(0).headers().get("traceparent");
        String later = receiver.received().get(1).headers().get("traceparent");
        String queued = queued();
        assertThat(List.of(first, later, queued)).doesNotHaveDuplicates().allMatch(it -> it.matches(TRACEPARENT));
        String trace = first.substring(3, 35);
        assertThat(later).startsWith("00-" + trace);
        assertThat(queued).startsWith("00-" + trace);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(collected())
                        .contains(
                                new String(HexFormat.of().parseHex(trace), StandardCharsets.ISO_8859_1),
                                "mt-forwardSM",
                                "webhook-sink",
                                "jms-sink",
                                "store delivery",
                                "vmn-hub"));
        assertThat(collected()).doesNotContain("447911123456", "447700900123", "follow me");
    }

    private static String collected() {
        synchronized (COLLECTED) {
            return COLLECTED.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static String queued() throws Exception {
        try (Connection connection =
                        new ActiveMQJMSConnectionFactory("tcp://127.0.0.1:" + brokerPort).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("sms.demo"))) {
            connection.start();
            Message message = consumer.receive(20_000);
            return message.getStringProperty("traceparent");
        }
    }

    @Test
    @Order(2)
    void theConsoleWorksWhileBrokerAndDatabaseAreAwayAndSaysSo() throws Exception {
        assertThat(problems()).doesNotContain("broker", "database");
        broker.stop();
        database.kill();
        await().atMost(SOON).untilAsserted(() -> assertThat(problems()).contains("broker", "database"));
        assertThat(get("/overview").body()).contains("cannot be reached");
        for (String page : PAGES) {
            long begun = System.nanoTime();
            assertThat(get(page).statusCode()).as(page).isEqualTo(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).as(page).isLessThan(Duration.ofSeconds(5));
        }
        assertThat(get("/messages").statusCode())
                .as("the search asks the database")
                .isEqualTo(503);
        assertThat(send("cannot be stored")).as("acknowledged without a broker").isFalse();
    }

    @Test
    @Order(3)
    @NeedsPeer(Peer.CHROMIUM)
    void everyPageSaysWhatIsAwayAndHasItAgainWithoutBeingLoadedAgain() throws Exception {
        try (Chromium browser = new Chromium()) {
            browser.open("http://127.0.0.1:" + hub.managementPort() + "/");
            shown(browser, "Management token");
            browser.run("window.loaded = 'once'");
            browser.type("token", TOKEN);
            browser.press("Sign in", "");
            shown(browser, "broker: ");
            shown(browser, "database: ");
            shown(browser, "cannot be reached");
            for (String[] page : new String[][] {
                {"Links", "Associations"},
                {"SMSCs", "SMSCs seen"},
                {"Numbers", "Ranges"},
                {"Screening", "What rules have decided"},
                {"Routes", "Connectors"},
                {"Changes", "Who did what"},
                {"Messages", "Latest messages"}
            }) {
                browser.follow(page[0]);
                shown(browser, page[1]);
                assertThat(browser.text()).as(page[0]).doesNotContain("Trying again.");
            }
            browser.run("document.querySelector('tbody a').click()");
            shown(browser, "mt-forwardSM, MAP version 3");
            shown(browser, "Whether it can be sent again is not known for now.");
            browser.follow("Messages");
            shown(browser, "Latest messages");
            browser.type("to", "447700900123");
            browser.press("Search the message log", "");
            shown(browser, "The message log cannot be searched.");
            shown(browser, "Trying again.");
            assertThat(browser.barriers()).isEmpty();
            database.launch();
            await().atMost(SOON)
                    .until(() -> browser.shows("tbody a") && !browser.text().contains("Trying again."));
            browser.follow("Applications");
            shown(browser, "Name, or a part of it");
            browser.follow("demo");
            shown(browser, "Its dead letters cannot be shown for now.");
            broker.start();
            await().atMost(SOON)
                    .until(() -> !browser.text().contains("for now")
                            && !browser.text().contains("Trying again."));
            browser.follow("Overview");
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(browser.text())
                            .contains("Open dialogues")
                            .doesNotContain("cannot be reached"));
            assertThat(browser.run("return window.loaded")).isEqualTo("once");
            assertThat(browser.complaints()).noneMatch(line -> line.contains("Uncaught"));
        }
    }

    private static void shown(Chromium browser, String text) {
        await().atMost(SOON).untilAsserted(() -> assertThat(browser.text()).contains(text));
    }

    @Test
    @Order(4)
    void whatWasAwayIsUsedAgain() throws Exception {
        if (!broker.isStarted()) {
            broker.start();
            database.launch();
        }
        await().atMost(SOON).untilAsserted(() -> assertThat(problems()).doesNotContain("broker", "database"));
        await().atMost(SOON).until(() -> send("can be stored"));
    }
}
