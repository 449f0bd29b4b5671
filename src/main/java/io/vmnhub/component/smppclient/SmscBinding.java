// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppclient;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.vmnhub.component.smppserver.AccountSessions;
import io.vmnhub.component.smppserver.BoundSession;
import io.vmnhub.component.smppserver.Pdu;
import io.vmnhub.component.smppserver.PduDecoder;
import io.vmnhub.component.smppserver.PeerRole;
import io.vmnhub.component.smppserver.SmppSession;
import io.vmnhub.component.smppserver.SmppTransport;
import io.vmnhub.smpp.CommandStatus;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jsmpp.PDUStringException;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.util.DefaultComposer;

/** Binds to a partner's SMSC as transmitter: what its connection does until there is a session. */
final class SmscBinding extends SimpleChannelInboundHandler<Pdu> {

    private static final int CONNECT_MILLIS = 10_000;

    private final SmscPartner partner;
    private final int slot;
    private final AccountSessions account;
    private final Runnable whenOver;
    private final PduDecoder decoder;
    private final CompletableFuture<BoundSession> bound = new CompletableFuture<>();

    private SmscBinding(SmscPartner partner, int slot, AccountSessions account, Runnable whenOver, PduDecoder decoder) {
        this.partner = partner;
        this.slot = slot;
        this.account = account;
        this.whenOver = whenOver;
        this.decoder = decoder;
    }

    /**
     * Connects and binds; waits for that, but no longer than some twenty seconds.
     *
     * @param whenOver called once, when the session that is returned has ended and its messages are taken care of
     * @return takes messages from {@link AccountSessions#bound} on
     * @throws IOException says why there is no session
     */
    static BoundSession bind(
            SmscPartner partner, int slot, AccountSessions account, SmppTransport transport, Runnable whenOver)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(partner.host(), partner.port()); // may wait for a name server
        if (address.isUnresolved()) {
            throw new IOException("the name " + partner.host() + " has no address");
        }
        Optional<SslHandler> tls = partner.tls().isEmpty()
                ? Optional.empty()
                : Optional.of(partner.tls().get().handler(partner.host(), partner.port(), CONNECT_MILLIS));
        PduDecoder decoder = new PduDecoder();
        SmscBinding binding = new SmscBinding(partner, slot, account, whenOver, decoder);
        ChannelFuture connected = transport
                .client(CONNECT_MILLIS)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        transport.add(channel);
                        tls.ifPresent(channel.pipeline()::addLast);
                        channel.pipeline().addLast(decoder, binding);
                    }
                })
                .connect(address);
        return binding.await(connected);
    }

    private BoundSession await(ChannelFuture connected) throws IOException {
        Channel channel = connected.channel();
        try {
            if (!connected.await().isSuccess()) {
                throw new IOException(connected.cause().getMessage(), connected.cause());
            }
            return bound.get(CONNECT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            channel.close();
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            channel.close();
            if (!bound.completeExceptionally(e)) {
                return bound.join(); // in this moment
            }
            throw new IOException("it did not answer the bind in " + CONNECT_MILLIS + " ms", e);
        } catch (InterruptedException e) {
            channel.close();
            bound.completeExceptionally(e);
            Thread.currentThread().interrupt();
            throw new IOException("the hub stops", e);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (partner.tls().isEmpty()) {
            sendBind(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) {
                sendBind(context);
            } else {
                bound.completeExceptionally(handshake.cause());
            }
        }
    }

    private void sendBind(ChannelHandlerContext context) {
        try {
            byte[] bind = new DefaultComposer()
                    .bind(
                            Pdu.BIND_TRANSMITTER,
                            1,
                            partner.systemId(),
                            partner.password(),
                            partner.systemType(),
                            (byte) partner.version().interfaceVersion(),
                            TypeOfNumber.UNKNOWN.value(),
                            NumberingPlanIndicator.UNKNOWN.value(),
                            "");
            context.writeAndFlush(Unpooled.wrappedBuffer(bind));
        } catch (PDUStringException e) {
            bound.completeExceptionally(e);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Pdu pdu) {
        switch (pdu.commandId()) {
            case Pdu.BIND_TRANSMITTER | Pdu.RESPONSE -> answered(context, pdu);
            case Pdu.GENERIC_NACK ->
                fail("it answered the bind with generic_nack " + CommandStatus.text(pdu.commandStatus()));
            case Pdu.ENQUIRE_LINK -> context.writeAndFlush(pdu.response(CommandStatus.ESME_ROK));
            default -> fail(String.format("it answered the bind with command_id 0x%08X", pdu.commandId()));
        }
    }

    private void fail(String why) {
        bound.completeExceptionally(new IOException(why));
    }

    private void answered(ChannelHandlerContext context, Pdu response) {
        if (response.commandStatus() != CommandStatus.ESME_ROK) {
            fail("it refused the bind with " + CommandStatus.text(response.commandStatus()));
            return;
        }
        Channel channel = context.channel();
        InetSocketAddress address = (InetSocketAddress) channel.remoteAddress();
        BoundSession.Peer peer = new BoundSession.Peer(
                partner.name(),
                slot,
                address,
                partner.tls().isPresent(),
                Optional.empty(),
                partner.version(),
                Instant.now(),
                number -> true);
        SmppSession session = new SmppSession(channel, peer, PeerRole.SMSC, account, whenOver);
        if (!bound.complete(session.messages())) {
            channel.close(); // too late: nobody waits any more
            return;
        }
        context.pipeline().replace(this, "session", session);
        decoder.limit(Pdu.LONGEST);
        account.setTimers(session.messages());
        session.messages().open();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("it closed the connection before it answered the bind");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        bound.completeExceptionally(cause);
        context.close();
    }
}
