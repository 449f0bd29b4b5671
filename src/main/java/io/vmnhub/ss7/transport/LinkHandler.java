// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.sctp.SctpMessage;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.vmnhub.ss7.api.LinkEvents;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a link's pipeline: whole messages to M3UA, heartbeats, and back pressure.
 *
 * <p>A message whose header is not an M3UA header is answered with an Error. On TCP such a header also means that the
 * stream is lost, so the connection is closed and the next one starts clean. When the peer has been silent for the
 * heartbeat interval a BEAT is sent; the third silent interval in a row closes the link. While more messages wait to be
 * decoded than the limit allows, nothing is read, and the peer is held back by TCP's or SCTP's own flow control.
 */
final class LinkHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);
    private static final int SILENT_INTERVALS = 3;
    private static final int MAX_BACKLOG = 10_000;
    private static final long PAUSE_MILLIS = 5;

    private final Link link;
    private final IntSupplier backlog;
    private final LinkEvents events;
    private int silent;

    LinkHandler(Link link, IntSupplier backlog, LinkEvents events) {
        this.link = link;
        this.backlog = backlog;
        this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf message = received instanceof SctpMessage sctp ? sctp.content() : (ByteBuf) received;
        int stream = received instanceof SctpMessage sctp ? sctp.streamIdentifier() : 0;
        silent = 0;
        link.read();
        M3uaGuard.Verdict verdict = M3uaGuard.judge(message);
        switch (verdict) {
            case PASS -> deliver(message, stream);
            case HEARTBEAT_ACK -> message.release();
            default -> refuse(context, message, verdict);
        }
        if (backlog.getAsInt() > MAX_BACKLOG && context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            context.executor()
                    .schedule(() -> resume(context), PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private void deliver(ByteBuf message, int stream) {
        try {
            link.deliver(message, stream);
        } catch (RuntimeException e) {
            events.refused(link.name(), "an M3UA message that cannot be processed: " + e.getMessage());
            LOG.warn("A message on {} could not be processed", link.name(), e);
        }
    }

    private void refuse(ChannelHandlerContext context, ByteBuf message, M3uaGuard.Verdict verdict) {
        events.refused(link.name(), "an M3UA message: " + verdict.text());
        boolean lost = link.settings().protocol() == Protocol.TCP
                && (verdict == M3uaGuard.Verdict.INVALID_VERSION || !M3uaGuard.isWhole(message));
        if (!M3uaGuard.isError(message)) {
            ByteBuf error = context.alloc().buffer();
            M3uaGuard.writeError(error, verdict, message);
            link.write(context.channel(), error, 0, false);
        }
        message.release();
        if (lost) {
            context.close();
        }
    }

    private void resume(ChannelHandlerContext context) {
        if (backlog.getAsInt() <= MAX_BACKLOG / 2) {
            context.channel().config().setAutoRead(true);
        } else if (context.channel().isActive()) {
            context.executor()
                    .schedule(() -> resume(context), PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (!(event instanceof IdleStateEvent)) {
            super.userEventTriggered(context, event);
            return;
        }
        if (++silent > SILENT_INTERVALS) {
            events.refused(link.name(), "silence: no answer to " + SILENT_INTERVALS + " heartbeats");
            context.close();
            return;
        }
        ByteBuf beat = context.alloc().buffer(M3uaGuard.HEADER_LENGTH);
        M3uaGuard.writeHeartbeat(beat);
        link.write(context.channel(), beat, 0, true);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException) {
            events.refused(link.name(), "octets that are not M3UA: " + cause.getMessage());
        } else {
            LOG.debug("Association {} fails", link.name(), cause);
        }
        context.close();
    }
}
