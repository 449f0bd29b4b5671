// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.AddressString;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Arguments.DeliveryOutcome;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.wire.Tlv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Message waiting data as SMSCs see it: reports, queries, informServiceCentre and alerts, in every MAP version. */
class MessageWaitingIT {

    private static final String ONE = "447711000001";
    private static final String OTHER = "447711000002";
    private static final String THIRD = "447711000003";
    private static final int BIT_STRING = 0x03;

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;
    private static int nextNumber;
    private String number;

    @BeforeAll
    static void open() throws Exception {
        scene = Scene.demo(
                folder, Map.of("vmnhub.hlr.waiting-per-number", "2", "vmnhub.hlr.correlation-pool", "234157"));
        smsc = scene.smsc();
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    /** Of an application that takes every message. */
    @BeforeEach
    void anotherNumber() {
        number = "44770090006" + nextNumber++;
        smsc.transactions().answerBegins(MessageWaitingIT::confirm);
    }

    private Answer query(int version, String centre, boolean priority) {
        Dialogue dialogue =
                smsc.dialogue(ApplicationContext.shortMsgGateway(version)).to(PartyAddress.title(number, 6));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(number, priority, centre));
        dialogue.send();
        return answer.join();
    }

    private Answer report(int version, String centre, DeliveryOutcome outcome) {
        Dialogue dialogue =
                smsc.dialogue(ApplicationContext.shortMsgGateway(version)).to(PartyAddress.title(number, 6));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.REPORT_SM_DELIVERY_STATUS,
                Arguments.reportSmDeliveryStatus(version, number, centre, outcome, -1));
        dialogue.send();
        return answer.join();
    }

    /** The mw-Status that came along with an answer, as bits from the first; empty without one. */
    private static String status(Answer answer) {
        if (answer.accompanying().isEmpty()) {
            return "";
        }
        Component.Invoke inform = answer.accompanying().get(0);
        assertThat(inform.operation()).isEqualTo(Operation.INFORM_SERVICE_CENTRE);
        Tlv bits = inform.parameter().orElseThrow().children().stream()
                .filter(part -> part.tag() == BIT_STRING)
                .findFirst()
                .orElseThrow();
        String octet = Integer.toBinaryString(0x100 | bits.value()[1] & 0xff).substring(1);
        return octet.substring(0, 4);
    }

    private static List<TcapMessage> confirm(TcapMessage begin) {
        Component.Invoke invoke = (Component.Invoke) begin.components().get(0);
        List<Component> results = invoke.operation() == Operation.ALERT_SERVICE_CENTRE
                ? List.of(Component.ReturnResult.empty(invoke.invokeId()))
                : List.of();
        Optional<DialoguePortion> accepted = begin.dialogue()
                .map(request ->
                        DialoguePortion.Response.accepted(((DialoguePortion.Request) request).applicationContext()));
        return List.of(TcapMessage.end(begin.originating().orElseThrow(), accepted, results));
    }

    /** The alerts that come, as operation, number and service centre. */
    private List<String> alerts(int count) {
        List<String> alerts = new ArrayList<>();
        while (alerts.size() < count) {
            TcapMessage begin = smsc.transactions().awaitBegin(SOON);
            Component.Invoke invoke = (Component.Invoke) begin.components().get(0);
            List<Tlv> parts = invoke.parameter().orElseThrow().children();
            assertThat(begin.dialogue().isPresent())
                    .as("version 1 has no dialogue portion")
                    .isEqualTo(invoke.operation() == Operation.ALERT_SERVICE_CENTRE);
            alerts.add(invoke.operation() + " "
                    + AddressString.decode(parts.get(0).value()).digits() + " "
                    + AddressString.decode(parts.get(1).value()).digits());
        }
        return alerts;
    }

    private String alert(int version, String centre) {
        return (version == 1 ? Operation.ALERT_SERVICE_CENTRE_WITHOUT_RESULT : Operation.ALERT_SERVICE_CENTRE) + " "
                + number + " " + centre;
    }

    private void awaitNobodyWaits() {
        await().atMost(SOON)
                .until(() -> !scene.hub().manage("GET", "/waiting").body().contains(number));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void anAbsentNumberHasAListOfServiceCentres(int version) {
        assertThat(report(version, ONE, DeliveryOutcome.ABSENT_SUBSCRIBER).isResult())
                .isTrue();
        Answer second = query(version, OTHER, false);
        assertThat(second.error().name()).isEqualTo(version == 3 ? "absentSubscriberSM" : "absentSubscriber");
        assertThat(status(second)).isEqualTo(version == 1 ? "" : "0100");
        assertThat(report(version, THIRD, DeliveryOutcome.ABSENT_SUBSCRIBER)
                        .error()
                        .name())
                .isEqualTo("messageWaitingListFull");
        assertThat(status(query(version, THIRD, false))).isEqualTo(version == 1 ? "" : "1100");
        Answer urgent = query(version, ONE, true);
        assertThat(urgent.isResult()).isTrue();
        assertThat(status(urgent)).isEqualTo(version == 1 ? "" : "0100");
        assertThat(report(version, ONE, DeliveryOutcome.SUCCESSFUL_TRANSFER).isResult())
                .isTrue(); // in version 1 the third that says it is absent
        if (version == 1) {
            scene.hub().manage("POST", "/applications/at-once/alert");
        }
        assertThat(alerts(2)).containsExactlyInAnyOrder(alert(version, ONE), alert(version, OTHER));
        awaitNobodyWaits();
        assertThat(query(version, THIRD, false).isResult()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aNumberWithoutRoomIsRoutedAndSaysSo(int version) {
        assertThat(report(version, ONE, DeliveryOutcome.MEMORY_CAPACITY_EXCEEDED)
                        .isResult())
                .isTrue();
        Answer routed = query(version, OTHER, false);
        assertThat(routed.isResult()).isTrue();
        assertThat(status(routed)).isEqualTo("1010");
        assertThat(report(version, OTHER, DeliveryOutcome.SUCCESSFUL_TRANSFER).isResult())
                .isTrue();
        assertThat(alerts(1)).containsExactly(alert(2, ONE));
        awaitNobodyWaits();
    }

    @Test
    void aServiceCentreThatRefusesVersionTwoIsAlertedInVersionOne() {
        smsc.transactions()
                .answerBegins(begin -> begin.dialogue()
                        .map(request -> List.of(TcapMessage.userAbort(
                                begin.originating().orElseThrow(),
                                Optional.of(new DialoguePortion.Response(
                                        ((DialoguePortion.Request) request).applicationContext(),
                                        DialoguePortion.Result.REJECT_PERMANENT,
                                        DialoguePortion.Diagnostic.APPLICATION_CONTEXT_NOT_SUPPORTED,
                                        Optional.empty())))))
                        .orElse(List.of())); // version 1: no answer at all
        assertThat(report(3, ONE, DeliveryOutcome.ABSENT_SUBSCRIBER).isResult()).isTrue();
        assertThat(scene.hub().manage("POST", "/applications/at-once/alert").statusCode())
                .isEqualTo(202);
        assertThat(alerts(2)).containsExactly(alert(2, ONE), alert(1, ONE));
        awaitNobodyWaits();
    }

    @Test
    void aMessageThatTheApplicationTakesAlertsWhoWaits() {
        assertThat(report(2, ONE, DeliveryOutcome.ABSENT_SUBSCRIBER).isResult()).isTrue();
        assertThat(smsc.forwardSm(3, "234150000000060", text("it is back")).isResult())
                .isTrue();
        assertThat(alerts(1)).containsExactly(alert(2, ONE));
        awaitNobodyWaits();
    }

    /** Also: numbers are read again while the hub runs. */
    @Test
    void aCorrelationImsiIsForWhoHasAskedOnly() throws Exception {
        String correlated = "447700900089";
        Path numbers = scene.ss7File().resolveSibling("numbers.yaml");
        Files.writeString(
                numbers,
                Files.readString(numbers) + "  - {number: \"" + correlated
                        + "\", firstImsi: \"234150000000089\", application: at-once, correlation: true}\n");
        await().atMost(SOON).until(() -> smsc.sriSm(3, correlated).isResult());
        String imsi = smsc.sriSm(3, correlated).imsi();
        assertThat(imsi).startsWith("234157").hasSize(15);
        for (int version = 1; version <= 3; version++) {
            assertThat(smsc.forwardSm(version, imsi, text("for who has asked")).isResult())
                    .isTrue();
            assertThat(smsc.forwardSm(version, "234150000000089", text("the number's own"))
                            .error()
                            .name())
                    .isEqualTo("unidentifiedSubscriber");
            assertThat(smsc.forwardSm(version, "234157123456789", text("a guess"))
                            .error()
                            .name())
                    .isEqualTo("unidentifiedSubscriber");
            Dialogue other = smsc.mtDialogue(version);
            CompletableFuture<Answer> replayed = other.invoke(
                    Operation.forwardSm(version),
                    Arguments.forwardSm(
                            Arguments.imsi(imsi),
                            Arguments.serviceCentreAddressOa(OTHER),
                            text("of another service centre"),
                            false));
            other.send();
            assertThat(replayed.join().error().name()).isEqualTo("unidentifiedSubscriber");
        }
        assertThat(scene.hub().counter("vmnhub_hlr_correlation_refused_total")).isEqualTo(9);
    }

    @Test
    void operatorsSeeAndForgetWhoWaits() {
        assertThat(report(2, ONE, DeliveryOutcome.ABSENT_SUBSCRIBER).isResult()).isTrue();
        assertThat(scene.hub().manage("GET", "/waiting?application=at-once").body())
                .contains("\"number\":\"" + number + "\"", "\"address\":\"" + ONE + "\"", "\"notReachable\":true");
        assertThat(scene.hub().manage("GET", "/waiting?application=web").body()).contains("\"total\":0");
        assertThat(scene.hub().counter("vmnhub_hlr_waiting")).isGreaterThanOrEqualTo(1);
        assertThat(scene.hub().manage("DELETE", "/waiting/" + number).statusCode())
                .isEqualTo(204);
        assertThat(scene.hub().manage("DELETE", "/waiting/" + number).statusCode())
                .isEqualTo(404);
        assertThat(scene.hub().manage("POST", "/applications/nobody/alert").statusCode())
                .isEqualTo(404);
        assertThat(query(3, OTHER, false).isResult()).isTrue();
    }
}
