// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.GlobalTitle;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.sms.Address;
import io.vmnhub.ss7.Calls.Call;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.restcomm.protocols.ss7.indicator.NatureOfAddress;
import org.restcomm.protocols.ss7.indicator.NumberingPlan;
import org.restcomm.protocols.ss7.indicator.RoutingIndicator;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContext;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextName;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextVersion;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.sccp.impl.parameter.ParameterFactoryImpl;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/** What the hub encodes itself is, octet by octet, what jSS7 makes of the same answer. */
class DialogueEndTest {

    private static final PartyAddress MSC = PartyAddress.title(TestSettings.MSC_TITLE, 8);
    private static final PartyAddress SMSC = PartyAddress.title(TestSettings.SMSC_TITLE, 8);
    private static final TransactionId ID = new TransactionId(0x1a2b3c4d, 4);

    private static Layers direct;
    private static Layers jss7;

    private MapAnswer answer = new MapAnswer.Result();

    @BeforeAll
    static void start() throws Exception {
        direct = new Layers(true);
        jss7 = new Layers(false);
    }

    @AfterAll
    static void stop() {
        direct.close();
        jss7.close();
    }

    @BeforeEach
    void answerAll() {
        for (MapOperation operation : MapOperation.values()) {
            direct.incoming.handle(operation, invocation -> invocation.answer(answer));
            jss7.incoming.handle(operation, invocation -> invocation.answer(answer));
        }
    }

    /** The answers of both, in hexadecimal, with point codes, SLS and network. */
    private static List<String> sent(Layers layers, byte[] message, int pointCode, int sls) {
        return layers.receive(message, pointCode, sls).stream()
                .map(out -> out.getSi() + " " + out.getNi() + " " + out.getMp() + " " + out.getOpc() + " to "
                        + out.getDpc() + " SLS " + out.getSls() + " " + masked(out.getData()))
                .toList();
    }

    /** Without the transaction id of this side, which is random. */
    private static String masked(byte[] octets) {
        return HexFormat.of().formatHex(octets).replaceFirst("(65(?:81)?..)4804........", "$14804--------");
    }

    private List<String> same(PartyAddress called, PartyAddress calling, byte[] tcap, int pointCode, int sls) {
        byte[] message = SccpMessage.udt(called, calling, tcap).encode();
        List<String> expected = sent(jss7, message, pointCode, sls);
        assertThat(sent(direct, message, pointCode, sls))
                .as("%s answers %s from %s", called, answer, calling)
                .isEqualTo(expected);
        return expected;
    }

    @Test
    void everyAnswerOfEveryOperationInEveryVersionIsTheSame() throws Exception {
        int dialogues = direct.dialogues();
        int compared = 0;
        for (Call call : Calls.all()) {
            for (MapAnswer given : Calls.answers()) {
                answer = given;
                assertThat(same(MSC, SMSC, call.begin(ID, 1), 2, 5)).hasSize(1);
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(direct.dialogues()).isEqualTo(dialogues);
        assertThat(direct.dialogues.count()).isEqualTo(dialogues);
        assertThat(direct.dialogues.unanswered()).isZero();
        await().untilAsserted(() -> assertThat(direct.timers()).isLessThanOrEqualTo(direct.dialogues() + 1));
        assertThat(direct.refused()).isEqualTo(jss7.refused());
    }

    @Test
    void idsOfEveryLengthAndValueAreTheSame() {
        for (long value : new long[] {0, 1, 0x7f, 0x80, 0xff, 0x1234, 0xfffffe, 0xffffffffL}) {
            for (int octets = 1; octets <= 4; octets++) {
                if (value >> 8 * octets == 0) {
                    for (int invokeId : new int[] {-128, -1, 0, 1, 127}) {
                        byte[] begin = Calls.forward(3, false).begin(new TransactionId(value, octets), invokeId);
                        assertThat(same(MSC, SMSC, begin, 2, 255)).hasSize(1);
                    }
                }
            }
        }
    }

    @Test
    void addressesOfEveryKindAreTheSame() {
        List<PartyAddress> addresses = new ArrayList<>();
        for (String digits : List.of("447700900001", "44770090000", "491770000001", "1")) {
            for (int indicator = 1; indicator <= 4; indicator++) {
                addresses.add(PartyAddress.title(new GlobalTitle(indicator, 0, 1, 4, digits), 8));
            }
            addresses.add(PartyAddress.title(new GlobalTitle(4, 17, 7, 3, digits), 6));
            addresses.add(PartyAddress.title(digits, 8).withoutSubsystem());
            addresses.add(PartyAddress.title(digits, 8).withPointCode(2));
            addresses.add(PartyAddress.title(digits, 8).withPointCode(99));
            addresses.add(PartyAddress.title(digits, 8).withPointCode(3).routedOnSsn());
            addresses.add(PartyAddress.title(digits, 8).routedOnSsn());
            addresses.add(PartyAddress.title(digits, 149));
        }
        for (int pointCode : new int[] {1, 2, 3, 99, 16383}) {
            addresses.add(PartyAddress.subsystem(pointCode, 8));
            addresses.add(PartyAddress.subsystem(pointCode, 6));
            addresses.add(PartyAddress.subsystem(pointCode, 149));
        }
        int sent = 0;
        for (int i = 0; i < addresses.size(); i++) {
            PartyAddress called = addresses.get(i);
            for (PartyAddress calling : i % 3 == 0 ? addresses : List.of(called, SMSC)) {
                for (int pointCode : new int[] {2, 77}) {
                    sent += same(called, calling, Calls.forward(2, false).begin(ID, 1), pointCode, pointCode % 16)
                            .size();
                }
            }
        }
        assertThat(sent).isGreaterThan(500);
    }

    @Test
    void aDialogueOfSeveralMessagesIsTheSameToItsEnd() {
        for (int version = 1; version <= 3; version++) {
            for (MapAnswer given : Calls.answers()) {
                answer = given;
                byte[] first = SccpMessage.udt(
                                MSC, SMSC, Calls.forward(version, true).begin(ID, 1))
                        .encode();
                List<String> expected = next(jss7, version, first);
                assertThat(next(direct, version, first)).as("%s", given).isEqualTo(expected);
                assertThat(expected).hasSizeGreaterThan(1);
            }
        }
    }

    /** Sends a first and a last message in one dialogue. */
    private static List<String> next(Layers layers, int version, byte[] first) {
        List<String> all = new ArrayList<>();
        List<byte[]> answered = layers.receive(first, 2, 3).stream()
                .map(Mtp3TransferPrimitive::getData)
                .toList();
        answered.forEach(octets -> all.add(masked(octets)));
        TransactionId hub = hubs(answered.get(0));
        Call last = Calls.forward(version, false);
        byte[] second = TcapMessage.carryOn(
                        ID, hub, Optional.empty(), List.of(Component.Invoke.of(2, last.operation(), last.argument())))
                .encode();
        all.addAll(sent(layers, SccpMessage.udt(MSC, SMSC, second).encode(), 2, 3));
        return all;
    }

    private static TransactionId hubs(byte[] answer) {
        String hex = HexFormat.of().formatHex(answer);
        return TransactionId.of(HexFormat.fromHexDigitsToLong(hex.replaceFirst(".*?65(?:81)?..4804(.{8}).*", "$1")));
    }

    @Test
    void whatHasMoreThanOneComponentIsTheSame() {
        Call call = Calls.forward(3, false);
        Component answered = Component.Invoke.of(1, call.operation(), call.argument());
        for (Component other : List.of(
                Component.Invoke.of(2, 99, call.argument()),
                Component.Invoke.of(2, call.operation(), call.argument()),
                Component.Invoke.of(2, Operation.SEND_ROUTING_INFO_FOR_SM, call.argument()),
                Component.Invoke.of(1, call.operation(), call.argument()))) {
            byte[] begin = TcapMessage.begin(
                            ID,
                            Optional.of(
                                    new DialoguePortion.Request(call.context().objectIdentifier(), Optional.empty())),
                            List.of(answered, other))
                    .encode();
            assertThat(same(MSC, SMSC, begin, 2, 1)).isNotEmpty();
        }
    }

    @Test
    void whatIsNotUsualIsLeftToJss7() throws Exception {
        SccpAddress smsc = address(0, TestSettings.SMSC_TITLE, 8);
        assertThat(direct.unitdata.send(new byte[60], smsc, smsc, 1, 2)).isTrue();
        assertThat(direct.unitdata.send(new byte[60], address(2, "", 8), smsc, 1, 2))
                .isTrue();
        assertThat(direct.unitdata.send(new byte[60], smsc, smsc, 1, 99)).isTrue();
        assertThat(direct.unitdata.send(new byte[255], smsc, smsc, 1, 2)).isFalse();
        assertThat(direct.unitdata.send(new byte[0], smsc, smsc, 1, 2)).isFalse();
        assertThat(direct.unitdata.send(new byte[60], address(2, TestSettings.SMSC_TITLE, 8), smsc, 1, 2))
                .isFalse();
        assertThat(direct.unitdata.send(new byte[60], address(99, "", 8), smsc, 1, 2))
                .isFalse();
        assertThat(direct.unitdata.send(new byte[60], address(2, "", 149), smsc, 1, 2))
                .isFalse();
        assertThat(jss7.unitdata.send(new byte[60], smsc, smsc, 1, 2)).isFalse();
        direct.receive(new byte[] {0}, 2, 1);
    }

    private static SccpAddress address(int pointCode, String digits, int subsystem) {
        ParameterFactoryImpl parameters = new ParameterFactoryImpl();
        return digits.isEmpty()
                ? parameters.createSccpAddress(
                        RoutingIndicator.ROUTING_BASED_ON_DPC_AND_SSN, null, pointCode, subsystem)
                : parameters.createSccpAddress(
                        RoutingIndicator.ROUTING_BASED_ON_GLOBAL_TITLE,
                        parameters.createGlobalTitle(
                                digits, 0, NumberingPlan.ISDN_TELEPHONY, null, NatureOfAddress.INTERNATIONAL),
                        pointCode,
                        subsystem);
    }

    @Test
    void theHubEncodesAllOfTheseItself() {
        MAPApplicationContext context = MAPApplicationContext.getInstance(
                MAPApplicationContextName.shortMsgMTRelayContext, MAPApplicationContextVersion.version3);
        MapRequest request = new MapRequest.SendRoutingInfoForSm(
                Address.international(Calls.SUBSCRIBER), true, TestSettings.SMSC_TITLE);
        for (MapAnswer given : Calls.answers()) {
            assertThat(EndMessage.of(254, new byte[4], context, true, 1, request, given, Optional.empty()))
                    .as("%s", given)
                    .isNotEmpty();
        }
        assertThat(EndMessage.of(
                        254,
                        new byte[4],
                        context,
                        true,
                        1,
                        request,
                        new MapAnswer.Routing("23415000000000a", "4477"),
                        Optional.empty()))
                .isEmpty();
        assertThat(EndMessage.of(
                        254, new byte[4], context, true, 128, request, new MapAnswer.Result(), Optional.empty()))
                .isEmpty();
    }
}
