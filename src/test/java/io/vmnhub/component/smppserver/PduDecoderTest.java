// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PduDecoderTest {

    private final PduDecoder decoder = new PduDecoder();
    private final EmbeddedChannel channel = new EmbeddedChannel(decoder);

    private static ByteBuf pdu(int commandId, int length) {
        return Unpooled.buffer(length)
                .writeInt(length)
                .writeInt(commandId)
                .writeInt(0x0D)
                .writeInt(7)
                .writeZero(length - 16);
    }

    @Test
    void aPduIsItsHeaderAndABindIsWhole() {
        channel.writeInbound(pdu(0x80000005, 17), pdu(0x09, 40));
        Pdu response = channel.readInbound();
        assertThat(response)
                .extracting(Pdu::commandId, Pdu::commandStatus, Pdu::sequenceNumber)
                .containsExactly(0x80000005, 0x0D, 7);
        assertThat(response.octets()).isEmpty();
        Pdu bind = channel.readInbound();
        assertThat(bind.octets()).hasSize(40);
    }

    @Test
    void howItIsCutIntoSegmentsMakesNoDifference() {
        ByteBuf two = Unpooled.wrappedBuffer(pdu(0x15, 16), pdu(0x04, 100));
        while (two.isReadable()) {
            channel.writeInbound(two.readBytes(1));
        }
        assertThat(channel.<Pdu>readInbound().commandId()).isEqualTo(0x15);
        assertThat(channel.<Pdu>readInbound().commandId()).isEqualTo(0x04);
        assertThat(channel.<Pdu>readInbound()).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 15, 513, 70_000, 0x7FFFFFFF, 0x80000000, -1})
    void anImpossibleLengthIsAnsweredAtOnceAndNothingBehindItIsRead(int length) {
        assertThatThrownBy(() ->
                        channel.writeInbound(Unpooled.buffer().writeInt(length).writeInt(0x09)))
                .isInstanceOf(CorruptedFrameException.class)
                .hasMessageContaining(Integer.toUnsignedString(length));
        ByteBuf nack = channel.readOutbound();
        assertThat(nack.getInt(4)).isEqualTo(0x80000000);
        assertThat(nack.getInt(8)).isEqualTo(0x02);
        channel.writeInbound(pdu(0x09, 40));
        assertThat(channel.<Pdu>readInbound()).isNull();
    }

    @Test
    void afterTheBindAFullMessagePayloadFits() {
        decoder.limit(Pdu.LONGEST);
        channel.writeInbound(pdu(0x05, 70_000));
        assertThat(channel.<Pdu>readInbound().commandId()).isEqualTo(0x05);
        assertThatThrownBy(() -> channel.writeInbound(pdu(0x05, 70_001))).isInstanceOf(CorruptedFrameException.class);
    }

    @Test
    void whatComesBeforeTheResponseToTheBindIsKeptWithinBounds() {
        decoder.hold();
        channel.writeInbound(pdu(0x15, 16));
        assertThat(channel.<Pdu>readInbound()).isNull();
        decoder.resume(channel.pipeline().context(decoder));
        assertThat(channel.<Pdu>readInbound().commandId()).isEqualTo(0x15);
        decoder.hold();
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.buffer().writeZero(70_000)))
                .isInstanceOf(CorruptedFrameException.class);
    }
}
