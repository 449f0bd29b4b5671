// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import io.vmnhub.smpp.CommandStatus;
import java.util.List;

/**
 * Cuts what comes into PDUs, none longer than {@link #limit}. One with another length is answered with generic_nack;
 * nothing that follows it can be told apart, so it is discarded. Used in the channel's event loop.
 */
public final class PduDecoder extends ByteToMessageDecoder {

    /** More than any peer has to say while it waits for the response to its bind. */
    private static final int MOST_HELD = 65_536;

    private enum Mode {
        DECODING,
        HOLDING,
        DISCARDING
    }

    private int limit = Pdu.LONGEST_BIND;
    private Mode mode = Mode.DECODING;
    private boolean begun;

    /** From now on a PDU may have that many octets. */
    public void limit(int octets) {
        limit = octets;
    }

    /** Keeps what comes until {@link #resume}; who sends too much meanwhile is cut off. */
    void hold() {
        mode = Mode.HOLDING;
    }

    /** Decodes what was kept, and what comes. */
    void resume(ChannelHandlerContext decoder) {
        mode = Mode.DECODING;
        try {
            channelRead(decoder, Unpooled.EMPTY_BUFFER);
        } catch (Exception e) {
            decoder.fireExceptionCaught(e);
        }
    }

    /** Reads and forgets what comes, so that the end of the connection is seen. */
    void discard() {
        mode = Mode.DISCARDING;
    }

    /** Whether anything has come. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        begun = true;
        switch (mode) {
            case DISCARDING -> in.skipBytes(in.readableBytes());
            case HOLDING -> {
                if (in.readableBytes() > MOST_HELD) {
                    mode = Mode.DISCARDING;
                    in.skipBytes(in.readableBytes());
                    throw new CorruptedFrameException(
                            "more than " + MOST_HELD + " octets before its bind was answered");
                }
            }
            case DECODING -> decodeOne(context, in, out);
        }
    }

    private void decodeOne(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Integer.BYTES) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex());
        if (length < Pdu.HEADER || length > limit) {
            mode = Mode.DISCARDING;
            in.skipBytes(in.readableBytes());
            context.writeAndFlush(Pdu.header(Pdu.GENERIC_NACK, CommandStatus.ESME_RINVCMDLEN, 0));
            throw new CorruptedFrameException("a PDU with command_length " + length);
        }
        if (in.readableBytes() >= length) {
            out.add(Pdu.read(in, (int) length));
        }
    }
}
