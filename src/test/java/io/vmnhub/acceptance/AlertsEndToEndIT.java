// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubProcess;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.AddressString;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jsmpp.bean.DeliverSm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An ESME unbinds, misses three messages of two SMSCs, one of MAP version 2 and one of version 1, the hub is killed,
 * and when the ESME binds again it has all of them within seconds: by real MAP and real SMPP.
 */
@Timeout(240)
class AlertsEndToEndIT {

    private static final String VERSION_2 = "447711000002";
    private static final String VERSION_1 = "447711000001";
    private static final Duration SOON = Duration.ofSeconds(30);

    /** A message that an SMSC keeps until it is delivered. */
    private record Kept(int version, String centre, String imsi, byte[] tpdu) {}

    @TempDir
    private Path home;

    private final Map<String, List<Kept>> kept = new ConcurrentHashMap<>();
    private int sent;

    @Test
    void whatAnEsmeMissesComesWhenItBindsAgain() throws Exception {
        int smppPort = FreePort.next();
        try (HubProcess hub = HubProcess.ofClasses(
                home, List.of("vmnhub.smpp.port=" + smppPort, "vmnhub.http.port=" + FreePort.next()))) {
            hub.route(
                    "demo",
                    "- route:\n    id: demo\n    from:\n      uri: direct:demo\n      steps:\n"
                            + "        - to: kamelet:smpp-server-sink?account=acme\n");
            Files.writeString(
                    home.resolve("config/smpp.yaml"),
                    "listeners:\n  - {address: 127.0.0.1, port: " + smppPort + "}\n"
                            + "accounts:\n  - {systemId: acme, password: secret}\n");
            hub.start();
            try (Smsc smsc = hub.smsc()) {
                try (Esme esme = esme().named("acme", "secret").bind(smppPort)) {
                    await().atMost(SOON)
                            .until(() -> forward(smsc, message(2, VERSION_2, 1, "first"))
                                    .isResult());
                    assertThat(esme.received).hasSize(1);
                }
                await().atMost(SOON)
                        .until(() -> forward(smsc, message(3, "447711000009", 9, "probe"))
                                        .kind()
                                == Answer.Kind.ERROR); // the session has ended
                missed(smsc, message(2, VERSION_2, 1, "missed one"));
                missed(smsc, message(2, VERSION_2, 2, "missed two"));
                missed(smsc, message(1, VERSION_1, 1, "missed three"));
                hub.kill();
            }
            hub.start();
            try (Smsc smsc = hub.smsc()) {
                Answer query = query(smsc, "447700900001", VERSION_2);
                assertThat(query.error().name()).isEqualTo("absentSubscriberSM");
                assertThat(query.accompanying()).hasSize(1);
                smsc.transactions().answerBegins(begin -> alerted(smsc, begin));
                try (Esme esme = esme().named("acme", "secret").bind(smppPort)) {
                    await().atMost(Duration.ofSeconds(5))
                            .untilAsserted(() -> assertThat(esme.received)
                                    .extracting(DeliverSm::getShortMessage)
                                    .extracting(octets -> new String(octets).trim())
                                    .containsExactlyInAnyOrder("missed one", "missed two", "missed three"));
                    assertThat(kept).isEmpty();
                    await().atMost(SOON)
                            .until(() -> query(smsc, "447700900001", VERSION_2).isResult());
                }
            }
        }
    }

    private void missed(Smsc smsc, Kept message) {
        assertThat(forward(smsc, message).error().name())
                .isEqualTo(message.version() == 3 ? "absentSubscriberSM" : "absentSubscriber");
        kept.merge(key(message.centre(), message.imsi()), List.of(message), (one, other) -> {
            throw new IllegalStateException("one message a number and centre is enough");
        });
    }

    /** Confirms an alert, and sends what waits for it. */
    private List<TcapMessage> alerted(Smsc smsc, TcapMessage begin) {
        Component.Invoke invoke = (Component.Invoke) begin.components().get(0);
        var parts = invoke.parameter().orElseThrow().children();
        String number = AddressString.decode(parts.get(0).value()).digits();
        String centre = AddressString.decode(parts.get(1).value()).digits();
        boolean first = centre.equals(VERSION_1);
        assertThat(invoke.operation())
                .isEqualTo(first ? Operation.ALERT_SERVICE_CENTRE_WITHOUT_RESULT : Operation.ALERT_SERVICE_CENTRE);
        List<Kept> messages = kept.remove(key(centre, imsi(Integer.parseInt(number.substring(9)))));
        if (messages != null) {
            messages.forEach(message -> send(smsc, message));
        }
        Optional<DialoguePortion> accepted = begin.dialogue()
                .map(request ->
                        DialoguePortion.Response.accepted(((DialoguePortion.Request) request).applicationContext()));
        return List.of(TcapMessage.end(
                begin.originating().orElseThrow(),
                accepted,
                first ? List.of() : List.of(Component.ReturnResult.empty(invoke.invokeId()))));
    }

    private static String key(String centre, String imsi) {
        return centre + " " + imsi;
    }

    private Kept message(int version, String centre, int number, String text) {
        return new Kept(
                version,
                centre,
                imsi(number),
                SmsDeliverTpdu.from("447911123456")
                        .gsm7(text)
                        .timestamp(OffsetDateTime.parse("2026-11-22T04:05:06+00:00")
                                .plusSeconds(++sent))
                        .encode());
    }

    private static String imsi(int number) {
        return "23415000000000" + number;
    }

    private static Answer forward(Smsc smsc, Kept message) {
        return send(smsc, message).join();
    }

    private static CompletableFuture<Answer> send(Smsc smsc, Kept message) {
        Dialogue dialogue = smsc.mtDialogue(message.version());
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.forwardSm(message.version()),
                Arguments.forwardSm(
                        Arguments.imsi(message.imsi()),
                        Arguments.serviceCentreAddressOa(message.centre()),
                        message.tpdu(),
                        false));
        dialogue.send();
        return answer;
    }

    private static Answer query(Smsc smsc, String number, String centre) {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgGateway(3))
                .to(io.vmnhub.peer.sccp.PartyAddress.title(number, 6));
        CompletableFuture<Answer> answer =
                dialogue.invoke(Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(number, false, centre));
        dialogue.send();
        return answer.join();
    }
}
