// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MessageWaitingStatus;
import io.vmnhub.ss7.Calls.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;

/** What the hub reads itself it reads as jSS7 does, and what differs in one octet from the usual is left to jSS7. */
class ShortDialoguesTest {

    private static final PartyAddress MSC = PartyAddress.title(TestSettings.MSC_TITLE, 8);
    private static final PartyAddress SMSC = PartyAddress.title(TestSettings.SMSC_TITLE, 8);
    private static final TransactionId ID = new TransactionId(0x1a2b3c4d, 4);

    private static Layers direct;
    private static Layers jss7;

    private final List<MapInvocation> waiting = new ArrayList<>();

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
    void keepInvocations() {
        direct.incoming.handle(MapOperation.MT_FORWARD_SM, waiting::add);
        direct.incoming.handle(MapOperation.SEND_ROUTING_INFO_FOR_SM, waiting::add);
    }

    private static byte[] usual(Call call) {
        return SccpMessage.udt(MSC, SMSC, call.begin(ID, 1)).encode();
    }

    private static byte[] usual(int version) {
        return usual(Calls.forward(version, false));
    }

    /** What need not go to jSS7. */
    private static List<Call> calls() {
        return Calls.all().stream()
                .filter(call -> call.context().version() > 1)
                .filter(call -> call.operation() == Operation.SEND_ROUTING_INFO_FOR_SM
                        || call.operation() == Operation.forwardSm(2)
                        || call.operation() == Operation.forwardSm(3))
                .toList();
    }

    /** What the handler is given and what is sent, in words. */
    private static List<String> seen(Layers layers, byte[] message) {
        List<String> seen = new ArrayList<>();
        MapHandler handler = invocation -> {
            seen.add(invocation.dialogue() + " " + words(invocation.request()));
            invocation.answer(new MapAnswer.Result());
        };
        layers.incoming.handle(MapOperation.MT_FORWARD_SM, handler);
        layers.incoming.handle(MapOperation.SEND_ROUTING_INFO_FOR_SM, handler);
        for (Mtp3TransferPrimitive sent : layers.receive(message, 2, 5)) {
            seen.add(sent.getDpc() + " " + sent.getSls() + " " + masked(sent.getData()));
        }
        return seen;
    }

    private static String words(MapRequest request) {
        if (request instanceof MapRequest.SendRoutingInfoForSm routing) {
            return routing + " " + routing.msisdn().value() + " "
                    + routing.msisdn().numberingPlan();
        }
        MapRequest.ForwardSm forward = (MapRequest.ForwardSm) request;
        return forward.imsi() + " "
                + forward.lmsi().map(HexFormat.of()::formatHex) + " " + forward.serviceCentreAddress() + " "
                + HexFormat.of().formatHex(forward.tpdu()) + " " + forward.moreMessagesToSend() + " "
                + forward.parameters();
    }

    /** Without the transaction id of this side, which is random. */
    private static String masked(byte[] octets) {
        return HexFormat.of().formatHex(octets).replaceFirst("(65(?:81)?..)4804........", "$14804--------");
    }

    /** Nothing is connected below, which an answer is told; its octets are made all the same. */
    @Test
    void theUsualMessageIsNoDialogueOfJss7() {
        assertThat(calls()).hasSize(4);
        for (Call call : calls()) {
            int dialogues = direct.dialogues();
            int open = direct.dialogues.count();
            int unanswered = direct.dialogues.unanswered();
            assertThat(direct.receive(usual(call), 2, 5)).isEmpty();
            assertThat(direct.dialogues()).isEqualTo(dialogues);
            assertThat(direct.dialogues.count()).isEqualTo(open + 1);
            assertThat(direct.dialogues.unanswered()).isEqualTo(unanswered + 1);
            MapInvocation invocation = waiting.remove(0);
            assertThat(invocation.answer(new MapAnswer.Result())).isFalse();
            assertThat(invocation.unsentBecause()).isEqualTo("point code 2 is unreachable");
            assertThat(invocation.answer(new MapAnswer.Result())).isFalse();
            assertThat(direct.sent()).hasSize(1);
            assertThat(direct.dialogues.count()).isEqualTo(open);
            assertThat(direct.dialogues.unanswered()).isEqualTo(unanswered);
        }
    }

    @Test
    void whatIsNotToBeAnsweredEndsInSilence() {
        int open = direct.dialogues.count();
        direct.receive(usual(3), 2, 5);
        MapInvocation invocation = waiting.remove(0);
        assertThat(invocation.answer(new MapAnswer.None())).isTrue();
        assertThat(invocation.unsentBecause()).isEmpty();
        assertThat(direct.sent()).isEmpty();
        assertThat(direct.dialogues.count()).isEqualTo(open);
    }

    @Test
    void aHubThatDrainsLeavesTheRefusalToJss7() throws Exception {
        List<String> refusals = new ArrayList<>();
        for (boolean shortly : new boolean[] {true, false}) {
            try (Layers layers = new Layers(shortly)) {
                layers.dialogues.drain();
                layers.receive(usual(3), 2, 5).forEach(sent -> refusals.add(masked(sent.getData())));
            }
        }
        assertThat(refusals).hasSize(2);
        assertThat(refusals.get(0)).isEqualTo(refusals.get(1));
    }

    @Test
    void whateverOctetDiffersTheSameIsHandledAndAnswered() {
        for (Call call : calls()) {
            byte[] usual = usual(call);
            assertThat(seen(direct, usual)).hasSize(2).isEqualTo(seen(jss7, usual));
            for (int at = 0; at < usual.length; at++) {
                for (int change : new int[] {1, 2, 4, 8, 16, 32, 64, 128, 0x0f, 0xf0, 0xff}) {
                    byte[] other = usual.clone();
                    other[at] ^= (byte) change;
                    assertThat(seen(direct, other))
                            .as("octet %d of %s", at, HexFormat.of().formatHex(other))
                            .isEqualTo(seen(jss7, other));
                }
            }
        }
        assertThat(direct.refused()).isEqualTo(jss7.refused());
        assertThat(direct.dialogues()).isEqualTo(jss7.dialogues());
        assertThat(direct.dialogues.count()).isEqualTo(jss7.dialogues.count());
    }

    @Test
    void whateverIsMissingOrTooMuchTheSameIsHandledAndAnswered() {
        for (Call call : calls()) {
            missingOrTooMuch(usual(call));
        }
    }

    private static void missingOrTooMuch(byte[] usual) {
        for (int at = 0; at < usual.length; at++) {
            byte[] shorter = new byte[usual.length - 1];
            System.arraycopy(usual, 0, shorter, 0, at);
            System.arraycopy(usual, at + 1, shorter, at, shorter.length - at);
            byte[] longer = new byte[usual.length + 1];
            System.arraycopy(usual, 0, longer, 0, at);
            System.arraycopy(usual, at, longer, at + 1, usual.length - at);
            for (byte[] other : List.of(shorter, longer)) {
                assertThat(seen(direct, other))
                        .as("octet %d of %s", at, HexFormat.of().formatHex(other))
                        .isEqualTo(seen(jss7, other));
            }
        }
    }

    @Test
    void messagesWaitingAreToldAsByJss7() {
        for (Call call : calls()) {
            for (MapAnswer answer : Calls.answers()) {
                for (int bits = 0; bits < 8; bits++) {
                    Optional<MessageWaitingStatus> status =
                            Optional.of(new MessageWaitingStatus((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0));
                    assertThat(told(direct, call, answer, status))
                            .as("%s %s", answer, status)
                            .isEqualTo(told(jss7, call, answer, status));
                }
            }
        }
    }

    private static List<String> told(
            Layers layers, Call call, MapAnswer answer, Optional<MessageWaitingStatus> status) {
        layers.incoming.handle(MapOperation.MT_FORWARD_SM, invocation -> invocation.answer(answer, status));
        layers.incoming.handle(MapOperation.SEND_ROUTING_INFO_FOR_SM, invocation -> invocation.answer(answer, status));
        return layers.receive(usual(call), 2, 5).stream()
                .map(sent -> HexFormat.of().formatHex(sent.getData()))
                .toList();
    }

    @Test
    void anAnswerThatIsTooLongForOneUnitdataIsSegmentedByJss7() {
        MapAnswer longest = new MapAnswer.UserError(
                new MapUserError(Code.SM_DELIVERY_FAILURE, OptionalInt.of(1), Optional.of(new byte[199])));
        direct.incoming.handle(MapOperation.MT_FORWARD_SM, invocation -> invocation.answer(longest));
        jss7.incoming.handle(MapOperation.MT_FORWARD_SM, invocation -> invocation.answer(longest));
        List<String> expected = jss7.receive(usual(3), 2, 5).stream()
                .map(sent -> HexFormat.of().formatHex(sent.getData()))
                .toList();
        assertThat(direct.receive(usual(3), 2, 5).stream()
                        .map(sent -> HexFormat.of().formatHex(sent.getData()))
                        .toList())
                .hasSizeGreaterThan(1)
                .isEqualTo(expected);
    }

    @Test
    void aDialogueThatNobodyAnswersIsAbortedAsByJss7() throws Exception {
        List<String> aborts = new ArrayList<>();
        for (boolean shortly : new boolean[] {true, false}) {
            try (Layers layers = new Layers(shortly, Duration.ofMillis(300))) {
                List<MapInvocation> unanswered = new ArrayList<>();
                layers.incoming.handle(MapOperation.MT_FORWARD_SM, unanswered::add);
                List<Mtp3TransferPrimitive> sent = new ArrayList<>(layers.receive(usual(3), 2, 5));
                await().untilAsserted(() -> {
                    sent.addAll(layers.sent());
                    assertThat(sent).hasSize(1);
                });
                await().untilAsserted(() -> assertThat(layers.dialogues.count()).isZero());
                assertThat(layers.dialogues.unanswered()).isZero();
                assertThat(unanswered.get(0).answer(new MapAnswer.Result())).isFalse();
                assertThat(unanswered.get(0).unsentBecause()).isEqualTo("the dialogue had ended before its answer");
                aborts.add(HexFormat.of().formatHex(sent.get(0).getData()));
            }
        }
        assertThat(aborts.get(0)).isEqualTo(aborts.get(1));
    }
}
