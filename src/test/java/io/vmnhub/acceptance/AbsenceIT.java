// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.broker.Broker;
import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.wire.Tlv;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.OutbindRequest;
import org.jsmpp.session.OutboundSMPPServerSessionListener;
import org.jsmpp.session.SMPPOutboundServerSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What SMSCs are told, query by query and message by message, while applications are away, and when they are back. */
@Timeout(240)
class AbsenceIT {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final String CENTRE = "447711000002";
    private static final long FROM_1900 = 2_208_988_800L;

    private static final List<Integer> ALERTS =
            List.of(Operation.ALERT_SERVICE_CENTRE, Operation.ALERT_SERVICE_CENTRE_WITHOUT_RESULT);

    @TempDir
    private static Path folder;

    private static volatile int status = 200;
    private static int smppPort;
    private static int outbindPort;
    private static Receiver receiver;
    private static RunningHub hub;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        receiver = Receiver.behaving(request -> {
            if (status != 200) {
                request.response().putHeader("Retry-After", "4");
            }
            request.response().setStatusCode(status).end();
        });
        smppPort = FreePort.next();
        outbindPort = FreePort.next();
        hub = RunningHub.of(
                HubFolder.withoutApplications(folder).write(files()),
                Map.of(
                        "vmnhub.management.token",
                        "a-token-of-sufficient-length",
                        "vmnhub.http.port",
                        String.valueOf(FreePort.next()),
                        "vmnhub.broker.quotas.queue",
                        "20",
                        "vmnhub.broker.port",
                        String.valueOf(FreePort.next())),
                Map.of());
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(30))
                .open();
        smsc.activate();
    }

    private static Map<String, String> files() {
        return Map.of(
                "config/numbers.yaml",
                """
                ranges:
                  - {from: "447700900000", to: "447700900099", firstImsi: "234150000000000", application: web}
                  - {from: "447700900100", to: "447700900199", firstImsi: "234150000000100", application: acme}
                  - {from: "447700900200", to: "447700900299", firstImsi: "234150000000200", application: asked}
                  - {from: "447700900300", to: "447700900399", firstImsi: "234150000000300", application: queue}
                """,
                "config/applications.yaml",
                """
                applications:
                  web: {absence: {probeEvery: 1h}}
                  acme: {absence: {probeEvery: 2s}}
                  queue: {absence: {}}
                """,
                "config/smpp.yaml",
                """
                listeners:
                  - {address: 127.0.0.1, port: %d}
                accounts:
                  - {systemId: acme, password: secret}
                  - {systemId: asked, password: secret, outbind: {host: 127.0.0.1, port: %d, password: letmein}}
                """.formatted(smppPort, outbindPort),
                "routes/applications/queue.camel.yaml",
                """
                - route:
                    id: queue
                    from: {uri: "direct:queue", steps: [{to: "kamelet:jms-sink"}]}
                """,
                "routes/applications/asked.camel.yaml",
                """
                - route:
                    id: asked
                    from: {uri: "direct:asked", steps: [{to: "kamelet:store-action"}]}
                - route:
                    id: asked-delivery
                    from:
                      uri: kamelet:store-source?application=asked
                      steps:
                        - to: kamelet:smpp-server-sink?account=asked
                """,
                "routes/applications/web.camel.yaml",
                """
                - route:
                    id: web
                    from:
                      uri: direct:web
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters:
                              {url: "%s", secrets: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", allowPrivateTargets: true}
                """.formatted(receiver.url()),
                "routes/applications/acme.camel.yaml",
                """
                - route:
                    id: acme
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:smpp-server-sink?account=acme
                """);
    }

    @AfterAll
    static void close() throws Exception {
        if (smsc != null) {
            smsc.close();
            hub.close();
        }
        receiver.close();
    }

    private static Answer query(int version, String number, boolean priority) {
        Dialogue dialogue =
                smsc.dialogue(ApplicationContext.shortMsgGateway(version)).to(PartyAddress.title(number, 6));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(number, priority, CENTRE));
        dialogue.send();
        return answer.join();
    }

    /** A message of an SMSC that can try again until then. */
    private static Answer forward(String imsi, Instant until) {
        Dialogue dialogue = smsc.mtDialogue(3);
        byte[] time = ByteBuffer.allocate(4)
                .putInt((int) (until.getEpochSecond() + FROM_1900))
                .array();
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.forwardSm(3),
                Arguments.forwardSm(
                        Arguments.imsi(imsi),
                        Arguments.serviceCentreAddressOa(CENTRE),
                        Scene.text("Hello"),
                        false,
                        new Tlv(0x82, time)));
        dialogue.send();
        return answer.join();
    }

    private static int alertedOperation() {
        TcapMessage begin = smsc.transactions().awaitBegin(SOON);
        return ((Component.Invoke) begin.components().get(0)).operation();
    }

    @Test
    void whileTheCircuitIsOpenQueriesAreSparedAndWhoWaitsIsAlertedAfterwards() {
        assertThat(query(3, "447700900001", false).isResult()).isTrue();
        status = 503;
        Instant begun = Instant.now();
        Answer refused = forward("234150000000001", begun.plusSeconds(3_600));
        assertThat(refused.error().name()).isEqualTo("absentSubscriberSM");
        assertThat(refused.error().absentSubscriberDiagnostic()).hasValue(1);
        assertThat(refused.error().requestedRetransmissionTime().orElseThrow())
                .isBetween(begun.getEpochSecond() + 4, begun.getEpochSecond() + 20);
        Answer tooLate = forward("234150000000002", Instant.now().plusSeconds(1));
        assertThat(tooLate.error().name()).isEqualTo("absentSubscriberSM");
        assertThat(tooLate.error().requestedRetransmissionTime()).isEmpty();
        assertThat(query(3, "447700900003", false).error().name()).isEqualTo("absentSubscriberSM");
        assertThat(query(1, "447700900004", false).error().name()).isEqualTo("absentSubscriber");
        assertThat(query(3, "447700900005", true).isResult())
                .as("sm-RP-PRI asks to try all the same")
                .isTrue();
        assertThat(hub.manage("GET", "/applications/web/state").body())
                .contains("\"state\":\"away\"", "\"serviceCentres\":4", "\"until\":");
        status = 200;
        assertThat(alertedOperation()).isIn(ALERTS);
        await().atMost(SOON)
                .until(() -> smsc.forwardSm(3, "234150000000006", Scene.text("it is back"))
                        .isResult());
        await().atMost(SOON)
                .until(() -> query(3, "447700900003", false).isResult()
                        && hub.manage("GET", "/applications/web/state").body().contains("\"serviceCentres\":0"));
        assertThat(hub.manage("GET", "/applications/web/state").body()).contains("\"state\":\"ready\"");
    }

    @Test
    void whileNobodyIsBoundQueriesAreSparedButForAProbe() throws Exception {
        Answer first = query(3, "447700900101", false);
        assertThat(first.error().name()).isEqualTo("absentSubscriberSM");
        assertThat(first.accompanying()).hasSize(1);
        await().atMost(SOON)
                .until(() -> query(2, "447700900102", false).toString().contains("absentSubscriber"));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(query(3, "447700900103", false).isResult())
                        .as("a probe")
                        .isTrue());
        try (Esme esme = esme().named("acme", "secret").bind(smppPort)) {
            assertThat(alertedOperation()).isIn(ALERTS);
            assertThat(query(3, "447700900104", false).isResult()).isTrue();
            assertThat(esme.received).isEmpty();
        }
        await().atMost(SOON).until(() -> !query(3, "447700900105", false).isResult());
    }

    @Test
    void aStoppedRouteIsAnAbsence() {
        assertThat(hub.manage("POST", "/routes/web/stop").statusCode()).isLessThan(300);
        assertThat(query(3, "447700900007", false).error().name()).isEqualTo("absentSubscriberSM");
        assertThat(smsc.forwardSm(3, "234150000000008", Scene.text("nobody takes it"))
                        .error()
                        .name())
                .isEqualTo("absentSubscriberSM");
        assertThat(hub.manage("POST", "/routes/web/start").statusCode()).isLessThan(300);
        assertThat(alertedOperation()).isIn(ALERTS);
        await().atMost(SOON).until(() -> query(3, "447700900007", false).isResult());
    }

    /** By jSMPP's ESME: it waits for outbind, and binds over the connection that brings it. */
    @Test
    void anApplicationIsAskedToBindAndGetsWhatIsStoredTheMomentItHas() throws Exception {
        OutboundSMPPServerSessionListener esme = new OutboundSMPPServerSessionListener(outbindPort);
        List<String> received = new CopyOnWriteArrayList<>();
        try {
            Answer taken = smsc.forwardSm(3, "234150000000201", Scene.text("stored"));
            assertThat(taken.isResult()).as(taken.toString()).isTrue();
            SMPPOutboundServerSession session = esme.accept();
            session.setOutboundServerMessageReceiverListener(
                    (message, source) -> received.add(new String(message.getShortMessage()).trim()));
            OutbindRequest asked = session.waitForOutbind(20_000);
            assertThat(asked.getSystemId() + " " + asked.getPassword()).isEqualTo("vmnhub letmein");
            session.bind(
                    new BindParameter(
                            BindType.BIND_RX,
                            "asked",
                            "secret",
                            "",
                            TypeOfNumber.UNKNOWN,
                            NumberingPlanIndicator.UNKNOWN,
                            ""),
                    20_000);
            await().atMost(SOON) // jSMPP may not take what comes right behind the response to its bind
                    .untilAsserted(() -> assertThat(received).containsExactly("stored"));
            session.unbindAndClose();
        } finally {
            esme.close();
        }
    }

    @Test
    void aQueueWithoutRoomIsAMemoryThatIsFullUntilItsReaderHasReadIt() throws Exception {
        Answer[] last = new Answer[1];
        await().atMost(SOON).until(() -> {
            last[0] = smsc.forwardSm(3, "234150000000301", Scene.text("for the queue"));
            return !last[0].isResult();
        });
        assertThat(last[0].error().name() + last[0].error().deliveryFailureCause())
                .isEqualTo("sm-DeliveryFailureOptionalInt[0]");
        assertThat(hub.manage("GET", "/applications/queue/state").body())
                .contains("\"state\":\"full\"", "\"serviceCentres\":1");
        Answer routed = query(3, "447700900301", false);
        assertThat(routed.isResult()).as("MCEF keeps nobody from asking").isTrue();
        assertThat(routed.accompanying()).hasSize(1);
        Broker broker = hub.context().getRegistry().findSingleByType(Broker.class);
        try (JMSContext reader = broker.connections().createContext()) {
            JMSConsumer consumer = reader.createConsumer(reader.createQueue("sms.queue"));
            await().atMost(SOON).until(() -> {
                consumer.receiveNoWait();
                return hub.manage("GET", "/applications/queue/state").body().contains("\"serviceCentres\":0");
            });
            await().atMost(SOON).until(() -> {
                consumer.receiveNoWait();
                return smsc.forwardSm(3, "234150000000302", Scene.text("there is room"))
                        .isResult();
            });
        }
    }
}
