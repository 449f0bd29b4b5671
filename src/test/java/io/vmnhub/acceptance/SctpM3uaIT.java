// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What only SCTP shows: message boundaries that the Message Length need not agree with, and streams. Skipped without
 * it.
 */
@NeedsPeer(Peer.SCTP)
class SctpM3uaIT {

    private static final Duration SLOWLY = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder).start("one-link.yaml", Map.of("test.protocol", "sctp"));
        smsc = scene.open(Smsc.sctpClient(List.of("127.0.0.1"), 0, "127.0.0.1", scene.port())
                        .asAsp(101)
                        .answerTimeout(SLOWLY))
                .activate();
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    /** The length that the header names. */
    private static byte[] withLength(byte[] message, int length) {
        byte[] changed = message.clone();
        byte[] octets = new Octets().u32(length).toByteArray();
        System.arraycopy(octets, 0, changed, 4, 4);
        return changed;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aMessageLengthThatLeavesOutThePaddingOfTheLastParameterIsAccepted(boolean padded) {
        SignallingLink link = smsc.link();
        for (int length = 1; length < 5; length++) {
            Dialogue dialogue = smsc.mtDialogue(3);
            CompletableFuture<Answer> answer = dialogue.invoke(
                    Operation.forwardSm(3),
                    Arguments.forwardSm(
                            Arguments.imsi(Scene.AT_ONCE),
                            Arguments.serviceCentreAddressOa("447700000100"),
                            Scene.text("x".repeat(length * 8)),
                            false));
            byte[] sccp = dialogue.unitdata(dialogue.encoded()).encode();
            byte[] whole = smsc.signalling().pdu(sccp);
            int padding = -(16 + sccp.length) & 3;
            byte[] shortened = withLength(whole, whole.length - padding);
            dialogue.send(
                    opened -> link.sendRaw(padded ? shortened : Arrays.copyOf(shortened, whole.length - padding), 1));
            assertThat(answer.join().isResult())
                    .as(padding + " octets of padding")
                    .isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "02000301 00000009, 0x01",
        "01000a01 00000009, 0x03",
        "01000309 00000009, 0x04",
        "01000109 0000ffff, 0x04"
    })
    void versionClassAndTypeAreJudgedBeforeTheLength(String hex, String code) {
        SignallingLink link = smsc.link();
        link.sendRaw(Octets.hex(hex), 0);
        assertThat(link.await(MessageType.ERR, SLOWLY).u32(M3uaMessage.ERROR_CODE))
                .hasValue(Long.decode(code));
        assertThat(smsc.sriSm(3, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
    }

    @Test
    void dataOfTheHubKeepsOffTheStreamOfManagement() {
        for (int i = 0; i < 20; i++) {
            assertThat(smsc.sriSm(3, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
        }
        assertThat(smsc.signalling().dataOnStreamZero()).isZero();
    }
}
