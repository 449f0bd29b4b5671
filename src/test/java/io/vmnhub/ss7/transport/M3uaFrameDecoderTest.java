// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class M3uaFrameDecoderTest {

    private static final String ASPUP = "0100030100000008";

    private static List<String> frames(int piece, String octets) {
        EmbeddedChannel channel = new EmbeddedChannel(new M3uaFrameDecoder());
        byte[] all = ByteBufUtil.decodeHexDump(octets);
        for (int at = 0; at < all.length; at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(all, at, Math.min(piece, all.length - at)));
        }
        List<String> frames = new ArrayList<>();
        for (ByteBuf frame = channel.readInbound(); frame != null; frame = channel.readInbound()) {
            frames.add(ByteBufUtil.hexDump(frame));
            frame.release();
        }
        return frames;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8, 100})
    void messagesAreCutByTheirLengthHoweverTheyArrive(int piece) {
        assertThat(frames(piece, ASPUP + "01000303000000100009000801020304" + ASPUP))
                .containsExactly(ASPUP, "01000303000000100009000801020304", ASPUP);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 100})
    void paddingThatTheLengthLeavesOutIsSkipped(int piece) {
        String beat = "010003030000000d0009000501";
        assertThat(frames(piece, beat + "000000" + ASPUP)).containsExactly(beat, ASPUP);
        assertThat(frames(piece, beat + ASPUP)).containsExactly(beat, ASPUP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100030100000007", "0100030100000000", "01000301ffffffff"})
    void afterALengthThatCannotBeRightNothingIsRead(String header) {
        assertThat(frames(100, header + ASPUP)).containsExactly(header);
    }

    @ParameterizedTest
    @CsvSource({
        "0100030100000008, PASS",
        "0200030100000008, INVALID_VERSION",
        "0200030100000009, INVALID_VERSION",
        "0100090100000008, UNSUPPORTED_CLASS",
        "01007f0100000100, UNSUPPORTED_CLASS",
        "0100037f00000100, UNSUPPORTED_TYPE",
        "0100030100000100, WRONG_LENGTH",
        "010003030000000d0009000501, PASS",
        "010003030000000d0009000501000000, PASS",
        "010003030000000d000900050100, WRONG_LENGTH",
        "01000303, WRONG_LENGTH",
        "0100030600000008, HEARTBEAT_ACK"
    })
    void versionClassAndTypeComeBeforeTheLength(String message, M3uaGuard.Verdict verdict) {
        assertThat(M3uaGuard.judge(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(message))))
                .isEqualTo(verdict);
    }

    @Test
    void anErrorRepeatsTheBeginningOfWhatWasWrong() {
        ByteBuf out = Unpooled.buffer();
        M3uaGuard.writeError(
                out,
                M3uaGuard.Verdict.UNSUPPORTED_CLASS,
                Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("010009010000000a0102")));
        assertThat(ByteBufUtil.hexDump(out))
                .isEqualTo("0100000000000020000c0008000000030007000e010009010000000a01020000");
    }
}
