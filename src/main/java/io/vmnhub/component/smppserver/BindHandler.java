// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vmnhub.component.smppserver.BindAuthenticator.Accepted;
import io.vmnhub.component.smppserver.BindAuthenticator.Decision;
import io.vmnhub.component.smppserver.BindAuthenticator.Refused;
import io.vmnhub.smpp.CommandStatus;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.Bind;
import org.jsmpp.util.DefaultDecomposer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a connection to its bind, on its channel's event loop. Until the bind is good a connection costs a place among
 * {@link PendingConnections}, a buffer for one bind, and no longer than the bind timeout, however slowly its octets
 * come.
 */
final class BindHandler extends SimpleChannelInboundHandler<Pdu> {

    /** The reason of a connection that came and went, as a load balancer's do that looks whether the port is open. */
    static final String LOOKED_IN_ONLY = "silent";

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final String NO_BIND = "no-bind";
    /** So many enquire_link in the time for the bind are enough. */
    private static final int MOST_ENQUIRIES = 20;

    private static final long CLOSE_PATIENCE_MILLIS = 1_000;

    /** What becomes of it. */
    interface Outcome {

        /** Whether the bind is good; {@code then} is called on any thread, unless the connection has gone. */
        void decide(Bind bind, Channel channel, boolean tls, Consumer<Decision> then);

        /**
         * The bind is good, and answered now.
         *
         * @return what is to be answered when there is no room for it
         */
        Optional<Refused> accepted(ChannelHandlerContext context, Bind bind, boolean tls, Accepted accepted);

        void refused(InetSocketAddress peer, String systemId, String reason, String why);
    }

    private final PduDecoder decoder;
    private final PendingConnections pending;
    private final int mostUnbound;
    private final Duration bindTimeout;
    private final Outcome outcome;
    private InetSocketAddress peer;
    private Future<?> tooLate;
    private int enquiries;
    /** Why there is no bind; empty as long as there may be one. */
    private String failure = "";

    private boolean ended;

    BindHandler(
            PduDecoder decoder, PendingConnections pending, int mostUnbound, Duration bindTimeout, Outcome outcome) {
        this.decoder = decoder;
        this.pending = pending;
        this.mostUnbound = mostUnbound;
        this.bindTimeout = bindTimeout;
        this.outcome = outcome;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel channel = context.channel();
        peer = (InetSocketAddress) channel.remoteAddress();
        pending.add(channel, mostUnbound);
        tooLate = channel.eventLoop()
                .schedule(
                        () -> {
                            fail("no bind came in time");
                            channel.close();
                        },
                        bindTimeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void fail(String why) {
        failure = failure.isEmpty() ? why : failure;
    }

    /** enquire_link may come before the bind (SMPP 5.0 clause 2.4): some clients begin with it over TLS. */
    @Override
    protected void channelRead0(ChannelHandlerContext context, Pdu pdu) {
        if (pdu.isBind()) {
            decoder.hold();
            bind(context, pdu);
        } else if (pdu.commandId() == Pdu.ENQUIRE_LINK && ++enquiries <= MOST_ENQUIRIES) {
            context.writeAndFlush(pdu.response(CommandStatus.ESME_ROK));
        } else {
            refuse(
                    context,
                    pdu,
                    CommandStatus.ESME_RINVBNDSTS,
                    String.format("it began with command_id 0x%08X", pdu.commandId()));
        }
    }

    private void refuse(ChannelHandlerContext context, Pdu pdu, int status, String why) {
        fail(why);
        decoder.discard();
        context.writeAndFlush(pdu.response(status)).addListener(sent -> context.close());
    }

    private void bind(ChannelHandlerContext context, Pdu pdu) {
        Bind bind;
        try {
            bind = new DefaultDecomposer().bind(pdu.octets());
        } catch (PDUStringException e) {
            refuse(context, pdu, e.getErrorCode(), "a field of its bind is too long");
            return;
        } catch (RuntimeException e) {
            refuse(context, pdu, CommandStatus.ESME_RINVCMDLEN, "its bind is malformed");
            return;
        }
        Executor loop = context.channel().eventLoop();
        outcome.decide(
                bind,
                context.channel(),
                isTls(context),
                decision -> loop.execute(() -> decided(context, bind, pdu, decision)));
    }

    private static boolean isTls(ChannelHandlerContext context) {
        return context.pipeline().get(SslHandler.class) != null;
    }

    private void decided(ChannelHandlerContext context, Bind bind, Pdu pdu, Decision decision) {
        if (!context.channel().isActive() || !failure.isEmpty() || !pending.remove(context.channel())) {
            return; // the time was over, or the place needed, or it has gone
        }
        ended = true;
        tooLate.cancel(false);
        if (decision instanceof Accepted accepted) {
            outcome.accepted(context, bind, isTls(context), accepted)
                    .ifPresent(full -> refuse(context, bind, pdu, full));
        } else {
            refuse(context, bind, pdu, (Refused) decision);
        }
    }

    /**
     * The slower the answer, the longer guessing takes. The peer closes: some would miss the answer if the hub did at
     * once.
     */
    private void refuse(ChannelHandlerContext context, Bind bind, Pdu pdu, Refused refused) {
        Channel channel = context.channel();
        outcome.refused(peer, bind.getSystemId(), refused.reason(), refused.why());
        pending.add(channel, mostUnbound);
        decoder.discard();
        channel.eventLoop()
                .schedule(
                        () -> {
                            channel.writeAndFlush(pdu.response(refused.status()));
                            channel.eventLoop()
                                    .schedule(() -> channel.close(), CLOSE_PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
                        },
                        refused.delay().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean place = pending.remove(context.channel());
        if (ended) {
            return;
        }
        ended = true;
        tooLate.cancel(false);
        if (!failure.isEmpty()) {
            outcome.refused(peer, "", NO_BIND, failure);
        } else if (!place) {
            outcome.refused(peer, "", NO_BIND, "its place was needed for another connection");
        } else if (decoder.hasBegun()) {
            outcome.refused(peer, "", NO_BIND, "it broke off its bind");
        } else {
            outcome.refused(peer, "", LOOKED_IN_ONLY, "it closed without a word");
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake
                && !handshake.isSuccess()
                && !(handshake.cause() instanceof ClosedChannelException)) {
            fail(String.valueOf(handshake.cause().getMessage()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        fail(cause instanceof CorruptedFrameException ? "it sent " + message : message);
        LOG.debug("{} failed before its bind", context.channel(), cause);
        context.close();
    }
}
