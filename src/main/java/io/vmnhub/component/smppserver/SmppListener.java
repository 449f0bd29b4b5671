// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vmnhub.smpp.SmppSettings.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that ESMEs connect to. */
public final class SmppListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int BACKLOG = 256;
    /** A peer has so much to read before more is written. */
    public static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(64 * 1_024, 256 * 1_024);

    private final Listener listener;
    private final Channel server;
    private volatile Optional<TlsContext> tls;

    /** @param initializer makes the pipeline of each connection */
    SmppListener(Listener listener, SmppTransport transport, BiConsumer<SmppListener, Channel> initializer)
            throws IOException {
        this.listener = listener;
        this.tls = listener.tls().isPresent()
                ? Optional.of(new TlsContext(listener.tls().get()))
                : Optional.empty();
        ChannelFuture bound = new ServerBootstrap()
                .group(transport.loops())
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(new AcceptTimes())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        transport.add(channel);
                        initializer.accept(SmppListener.this, channel);
                    }
                })
                .bind(InetAddress.getByName(listener.address()), listener.port())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            String why = bound.cause().getMessage();
            throw new IOException("SMPP cannot listen at " + listener + ": " + why, bound.cause());
        }
        this.server = bound.channel();
        server.pipeline().addLast(new AcceptFailures(listener));
    }

    Listener listener() {
        return listener;
    }

    /** What a connection needs for TLS; empty on a plain port. */
    Optional<TlsContext> tls() {
        return tls;
    }

    /**
     * Takes the certificate as it is now in its files, for connections to come.
     *
     * @throws IOException when it cannot be used: the old one stays
     */
    boolean renewCertificate() throws IOException {
        if (tls.isEmpty() || !tls.get().isOutdated(listener.tls().get())) {
            return false;
        }
        tls = Optional.of(new TlsContext(listener.tls().get()));
        return true;
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections that it has accepted stay. */
    @Override
    public void close() {
        server.close().awaitUninterruptibly();
    }

    /** Before Netty's acceptor. */
    private static final class AcceptTimes extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object accepted) {
            ((Channel) accepted).attr(PendingConnections.ACCEPTED).set(System.nanoTime());
            context.fireChannelRead(accepted);
        }
    }

    /** Behind Netty's acceptor, which accepts nothing for a second after a failure. */
    private static final class AcceptFailures extends ChannelInboundHandlerAdapter {

        private final Listener listener;
        private final QuietLog failures = new QuietLog(LOG);

        AcceptFailures(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failures.warn("SMPP at " + listener + " could not accept a connection: " + cause.getMessage());
        }
    }
}
