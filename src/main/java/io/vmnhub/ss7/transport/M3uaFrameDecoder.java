// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Cuts a TCP stream into M3UA messages by their Message Length. A length that leaves out the padding of the last
 * parameter (RFC 4666 clause 3.1.4) is taken whether the padding follows or not: no message begins with a zero. After a
 * length that cannot be right the stream is lost: the header is passed on to be refused, and nothing after it is read.
 */
final class M3uaFrameDecoder extends ByteToMessageDecoder {

    private int padding;
    private boolean lost;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (lost) {
            in.skipBytes(in.readableBytes());
            return;
        }
        while (padding > 0 && in.isReadable()) {
            if (in.getByte(in.readerIndex()) != 0) {
                padding = 0;
            } else {
                in.skipBytes(1);
                padding--;
            }
        }
        if (in.readableBytes() < M3uaGuard.HEADER_LENGTH) {
            return;
        }
        long length = in.getUnsignedInt(in.readerIndex() + 4);
        if (length < M3uaGuard.HEADER_LENGTH || length > M3uaGuard.MAX_MESSAGE_LENGTH) {
            lost = true;
            out.add(in.readRetainedSlice(M3uaGuard.HEADER_LENGTH));
        } else if (in.readableBytes() >= length) {
            out.add(in.readRetainedSlice((int) length));
            padding = (int) -length & 3;
        }
    }
}
