// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.Tlv;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Processor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Correlation IMSIs under attack and over a restart, queries that want no delivery, and the parameters of queries that
 * came with later releases.
 */
@Timeout(240)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HomeRoutingIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CENTRE = "447711000002";
    private static final String HONEST = "447700000100";
    private static final String ATTACKER = "447700000199";
    private static final String PLAIN = "447700900001";
    private static final String CORRELATED = "447700900101";
    private static final String SUSPENDED = "447700900200";
    private static final int GUESSES = 10_000;
    private static final int AT_ONCE = 250;

    @TempDir
    private static Path folder;

    private static final AtomicInteger delivered = new AtomicInteger();
    private static RunningHub hub;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        HubFolder.withoutApplications(folder)
                .write(Map.of("config/numbers.yaml", """
                        tenants:
                          north: {mscGlobalTitles: [{title: "447700000001", weight: 1}, {title: "447700000009", weight: 0}]}
                        ranges:
                          - {from: "447700900000", to: "447700900099", firstImsi: "234150000000000", application: demo}
                          - from: "447700900100"
                            to: "447700900199"
                            firstImsi: "234150000000100"
                            application: demo
                            correlation: true
                            tenant: north
                          - {number: "447700900200", firstImsi: "234150000000200", application: demo, state: suspended}
                        """, "routes/applications/demo.camel.yaml", """
                        - route:
                            id: demo
                            from: {uri: "direct:demo", steps: [{process: {ref: counting}}]}
                        """));
        start();
    }

    private static void start() throws Exception {
        hub = RunningHub.of(
                new HubFolder(folder),
                Map.of(
                        "vmnhub.management.token",
                        "a-token-of-sufficient-length",
                        "vmnhub.hlr.correlation-pool",
                        "234157",
                        "vmnhub.hlr.correlation-seconds",
                        "20",
                        "vmnhub.hlr.scan-action",
                        "black",
                        "vmnhub.hlr.delivery-not-intended",
                        "imsi",
                        "vmnhub.http.port",
                        String.valueOf(FreePort.next()),
                        "vmnhub.broker.port",
                        String.valueOf(FreePort.next())),
                Map.of("counting", (Processor) exchange -> delivered.incrementAndGet()));
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(60))
                .open();
        smsc.activate();
    }

    private static void stop() {
        if (smsc != null) {
            smsc.close();
            hub.close();
        }
    }

    @AfterAll
    static void close() {
        stop();
    }

    private static Answer query(String number, boolean priority, Tlv... more) {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgGateway(3)).to(PartyAddress.title(number, 6));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(number, priority, CENTRE, more));
        dialogue.send();
        return answer.join();
    }

    private static CompletableFuture<Answer> forward(String from, String imsi) {
        Dialogue dialogue = smsc.mtDialogue(3).from(PartyAddress.title(from, 8));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.forwardSm(3),
                Arguments.forwardSm(
                        Arguments.imsi(imsi), Arguments.serviceCentreAddressOa(CENTRE), Scene.text("Hello"), false));
        dialogue.send();
        return answer;
    }

    @Test
    @Order(1)
    void aProbeIsNeverToldANodeAndAnImsiOnlyWhereThatIsAllowed() {
        Answer imsi = query(PLAIN, true, Tlv.integer(0x8a, 0));
        assertThat(imsi.imsi()).isEqualTo("234150000000001");
        assertThat(imsi.networkNodeNumber()).isEqualTo("0");
        Answer network = query(PLAIN, true, Tlv.integer(0x8a, 1));
        assertThat(network.imsi()).isEqualTo("234150000000000");
        assertThat(network.networkNodeNumber()).isEqualTo("0");
        Answer correlated = query(CORRELATED, true, Tlv.integer(0x8a, 0));
        assertThat(correlated.imsi()).isEqualTo("234150000000000");
        assertThat(query(SUSPENDED, true, Tlv.integer(0x8a, 0)).error().name()).isEqualTo("absentSubscriberSM");
    }

    @Test
    @Order(2)
    void newerParametersAndUnknownOnesAreTaken() {
        Answer answer = query(
                PLAIN,
                false,
                Tlv.empty(0x87),
                Tlv.empty(0x8d),
                Tlv.of(0xaf, new Tlv(0x80, Digits.tbcd("231450"))),
                Tlv.empty(0x90),
                new Tlv(0x92, new byte[] {1, 2}),
                Tlv.of(0xb3, Tlv.empty(0x80)));
        assertThat(answer.imsi()).isEqualTo("234150000000001");
        Answer byImsi = query("447700955555", false, new Tlv(0x8c, Digits.tbcd("234150000000001")));
        assertThat(byImsi.imsi()).as("of the imsi of the query").isEqualTo("234150000000001");
    }

    @Test
    @Order(3)
    void whoTriesOnceOnlyIsNotNoted() {
        assertThat(query(SUSPENDED, false, Tlv.empty(0x8d)).error().name()).isEqualTo("absentSubscriberSM");
        assertThat(hub.manage("GET", "/waiting").body()).doesNotContain(SUSPENDED);
        await().atMost(SOON)
                .until(() -> !query(SUSPENDED, false).isResult()
                        && hub.manage("GET", "/waiting").body().contains(SUSPENDED));
    }

    @Test
    @Order(4)
    void aCorrelationImsiSurvivesARestartAndNothingElse() throws Exception {
        Answer given = query(CORRELATED, true);
        assertThat(given.networkNodeNumber()).isEqualTo("447700000001");
        String imsi = given.imsi();
        stop();
        start();
        assertThat(forward(HONEST, imsi).join().isResult()).isTrue();
        assertThat(forward(ATTACKER, imsi).join().error().name())
                .as("a replay of another SMSC")
                .isEqualTo("unidentifiedSubscriber");
        assertThat(forward(HONEST, "234150000000101").join().error().name())
                .as("the number's own IMSI")
                .isEqualTo("unidentifiedSubscriber");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(forward(HONEST, imsi).join().kind())
                        .as("it is over")
                        .isEqualTo(Answer.Kind.ERROR));
        assertThat(hub.counter("vmnhub_hlr_correlation_refused_total", "expired"))
                .isPositive();
    }

    /** Also: who guesses is listed by itself, with the reason, and can be taken off. */
    @Test
    @Order(5)
    void tenThousandGuessesDeliverNothingAndBlockWhoGuesses() {
        String imsi = query(CORRELATED, true).imsi();
        int before = delivered.get();
        Random random = new Random(7);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 1; i <= GUESSES; i++) {
            String guess = String.format("234157%09d", random.nextInt(1_000_000_000));
            answers.add(forward(ATTACKER, guess.equals(imsi) ? "234157000000000" : guess));
            if (i % AT_ONCE == 0) {
                answers.forEach(
                        answer -> assertThat(answer.join().error().name()).isEqualTo("unidentifiedSubscriber"));
                answers.clear();
            }
        }
        assertThat(delivered).hasValue(before);
        assertThat(hub.counter("vmnhub_hlr_correlation_refused_total", "unknown"))
                .isEqualTo(GUESSES);
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(hub.manage("GET", "/screening/entries").body())
                                .contains(ATTACKER, "\"colour\":\"black\"", "scanning: ", "\"expires\":"));
        assertThat(hub.counter("vmnhub_hlr_scans_total")).isEqualTo(1);
        assertThat(forward(ATTACKER, "234150000000001").join().kind()).isEqualTo(Answer.Kind.ERROR);
        assertThat(forward(HONEST, imsi).join().isResult()).isTrue();
        assertThat(hub.manage("DELETE", "/screening/entries/" + ATTACKER).statusCode())
                .isEqualTo(204);
        assertThat(forward(ATTACKER, "234150000000001").join().isResult()).isTrue();
    }
}
