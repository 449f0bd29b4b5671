// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.MalformedPdus;
import io.vmnhub.peer.MalformedPdus.Case;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.capture.Tshark;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.tcap.Component;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Wrong bytes at every layer: whatever comes, the next message is answered and no dialogue stays open. */
class GarbageIT {

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;
    private static MalformedPdus wrong;
    private static final PrintStream STANDARD_ERROR = System.err;
    private static final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeAll
    static void open() throws Exception {
        System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
        scene = Scene.demo(folder, Map.of("test.idle", "3s"));
        smsc = scene.smsc();
        wrong = new MalformedPdus(smsc, Scene.VMN, Scene.AT_ONCE);
    }

    /** jSS7 prints exceptions of messages that it cannot read; it must not get such. */
    private static void assertNothingPrinted() {
        System.setErr(STANDARD_ERROR);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .doesNotContain("at org.restcomm", "at org.mobicents", "at java.base");
    }

    /** What the hub sent was right in itself; addresses and transactions are those of the wrong messages. */
    @AfterAll
    static void close() {
        if (scene == null) {
            return;
        }
        try {
            scene.awaitNoDialogues();
            assertThat(smsc.violations().stream()
                            .filter(violation -> violation.startsWith("M3UA")
                                    || violation.matches("(TCAP|BER|MAP).* in 6[457][0-9a-f]+")))
                    .isEmpty();
            assertThat(smsc.counts().doubleAnswers()).isZero();
            if (Peer.TSHARK.isThere()) {
                assertThat(new Tshark(smsc.captured())
                                        .fields(
                                                "ip.src==10.0.0.1 && _ws.malformed && !(sccp.message_type == 0x0a) "
                                                        + "&& !(sccp.message_type == 0x12)",
                                                "frame.number",
                                                "frame.protocols",
                                                "_ws.expert.message")
                                        .stream()
                                        .filter(row -> !row.get(2).contains("non-decimal")))
                        .isEmpty();
            }
        } finally {
            scene.abandon();
        }
        assertNothingPrinted();
    }

    private static void assertNextIsAnswered(String after) {
        assertThat(smsc.sriSm(3, Scene.VMN).kind()).as("after " + after).isEqualTo(io.vmnhub.peer.Answer.Kind.RESULT);
    }

    private static void sendEach(List<Case> cases) throws Exception {
        for (Case each : cases) {
            wrong.send(each);
            if (each.losesFraming()) {
                smsc.link().abort();
                smsc.reconnect().activate(SOON);
            }
            assertNextIsAnswered(each.name());
        }
    }

    private static List<Case> mutations(byte[] right, long seed, int count) {
        List<Case> cases = new ArrayList<>();
        MalformedPdus.mutations(right, seed, count)
                .forEach(bytes -> cases.add(wrong.sccp("mutation " + cases.size() + " of seed " + seed, bytes)));
        return cases;
    }

    private static byte[] forwardSm(int version, boolean segmented) {
        var dialogue = smsc.mtDialogue(version);
        dialogue.add(Component.Invoke.of(
                1,
                Operation.forwardSm(version),
                Arguments.forwardSm(
                        Arguments.imsi(Scene.AT_ONCE),
                        Arguments.serviceCentreAddressOa("447700000100"),
                        text("mutation"),
                        false)));
        SccpMessage message = dialogue.unitdata(dialogue.encoded());
        dialogue.forget();
        return segmented
                ? SccpMessage.xudt(message.called(), message.calling(), message.data())
                        .segments(2, 900)
                        .get(0)
                        .encode()
                : message.encode();
    }

    @Test
    void wrongM3ua() throws Exception {
        sendEach(wrong.m3ua());
    }

    @Test
    void wrongSccp() throws Exception {
        sendEach(wrong.sccp());
    }

    @Test
    void wrongTcap() throws Exception {
        sendEach(wrong.tcap());
    }

    @Test
    void wrongMap() throws Exception {
        sendEach(wrong.map());
    }

    @Test
    void mutatedRoutingInfo() throws Exception {
        sendEach(mutations(smsc.mtDialogue(3).unitdata(wrong.routingInfo()).encode(), 1, 150));
    }

    @Test
    void mutatedMessages() throws Exception {
        sendEach(mutations(forwardSm(1, false), 2, 60));
        sendEach(mutations(forwardSm(2, false), 3, 60));
        sendEach(mutations(forwardSm(3, false), 4, 150));
        sendEach(mutations(forwardSm(3, true), 5, 80));
    }

    @Test
    void mutatedM3uaBehindItsHeader() throws Exception {
        byte[] right = smsc.signalling().pdu(forwardSm(3, false));
        int number = 0;
        for (byte[] bytes : MalformedPdus.mutations(right, 6, 150).toList()) {
            System.arraycopy(right, 0, bytes, 0, 8);
            wrong.send(new Case("M3UA mutation", bytes, false));
            assertNextIsAnswered("M3UA mutation " + number++);
        }
    }

    @Test
    void mutatedM3uaHeaders() throws Exception {
        byte[] right = smsc.signalling().pdu(forwardSm(3, false));
        for (byte[] header : MalformedPdus.mutations(java.util.Arrays.copyOf(right, 8), 7, 30)
                .toList()) {
            byte[] bytes = right.clone();
            System.arraycopy(header, 0, bytes, 0, 8);
            wrong.send(new Case("M3UA header", bytes, true));
            smsc.link().abort();
            smsc.reconnect().activate(SOON);
            assertNextIsAnswered("an M3UA header");
        }
    }
}
