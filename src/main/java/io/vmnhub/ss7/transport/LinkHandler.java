package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.sctp.SctpMessage;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.vmnhub.ss7.Ss7Settings.Protocol;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a link's pipeline: whole messages to M3UA, heartbeats, and back pressure.
 *
 * <p>A message whose header is no M3UA header is answered with an Error. On TCP such a header also means that the stream is lost,
 * so the connection is closed and the next one starts clean. When the peer has been silent for the heartbeat interval a BEAT is
 * sent; the third silent interval in a row closes the link. While more messages wait to be decoded than the limit allows, nothing
 * is read, and the peer is held back by TCP's or SCTP's own flow control.
 */
final class LinkHandler extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(LinkHandler.class);
    private static final int SILENT_INTERVALS = 3;
    private static final int MAX_BACKLOG = 10_000;
    private static final long PAUSE_MILLIS = 5;

    private final Link link;
    private final IntSupplier backlog;
    private final LinkEvents events;
    private final Optional<DestinationAudit> audit;
    private int silent;

    /** @param audit where the hub is the gateway, who is asked about destinations */
    LinkHandler(Link link, IntSupplier backlog, LinkEvents events, Optional<DestinationAudit> audit) {
        this.audit = audit;
        this.link = link;
        this.backlog = backlog;
        this.events = events;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf message = received instanceof SctpMessage sctp ? sctp.content() : (ByteBuf) received;
        silent = 0;
        link.read();
        M3uaGuard.Verdict verdict = M3uaGuard.judge(message);
        switch (verdict) {
            case PASS -> pass(context, message);
            case HEARTBEAT_ACK -> message.release();
            default -> refuse(context, message, verdict);
        }
        if (backlog.getAsInt() > MAX_BACKLOG && context.channel().config().isAutoRead()) {
            context.channel().config().setAutoRead(false);
            context.executor().schedule(() -> resume(context), PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    private void pass(ChannelHandlerContext context, ByteBuf message) {
        if (audit.isEmpty() || !DestinationAudit.isAudit(message)) {
            deliver(message);
        } else if (audit.get().answer(message, answer -> link.write(context.channel(), answer, 0, false))) {
            message.release();
        } else {
            refuse(context, message, M3uaGuard.Verdict.INVALID_PARAMETER);
        }
    }

    private void deliver(ByteBuf message) {
        try {
            link.deliver(message);
        } catch (RuntimeException e) {
            // M3UA reports a message that it cannot decode by dumping a buffer it has already released
            events.refused(link.getName(), "an M3UA message that cannot be decoded");
            LOG.debug("M3UA could not take a message on {}", link.getName(), e);
        }
    }

    private void refuse(ChannelHandlerContext context, ByteBuf message, M3uaGuard.Verdict verdict) {
        message.release();
        events.refused(link.getName(), "an M3UA message: " + verdict);
        ByteBuf error = context.alloc().buffer();
        M3uaGuard.writeError(error, verdict);
        link.write(context.channel(), error, 0, false);
        if (link.settings().protocol() == Protocol.TCP
                && (verdict == M3uaGuard.Verdict.INVALID_VERSION || verdict == M3uaGuard.Verdict.WRONG_LENGTH)) {
            context.close();
        }
    }

    private void resume(ChannelHandlerContext context) {
        if (backlog.getAsInt() <= MAX_BACKLOG / 2) {
            context.channel().config().setAutoRead(true);
        } else if (context.channel().isActive()) {
            context.executor().schedule(() -> resume(context), PAUSE_MILLIS, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
        if (!(event instanceof IdleStateEvent)) {
            super.userEventTriggered(context, event);
            return;
        }
        if (++silent > SILENT_INTERVALS) {
            events.refused(link.getName(), "silence: no answer to " + SILENT_INTERVALS + " heartbeats");
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
            events.refused(link.getName(), "octets that are no M3UA: " + cause.getMessage());
        } else {
            LOG.debug("Association {} fails", link.getName(), cause);
        }
        context.close();
    }
}
