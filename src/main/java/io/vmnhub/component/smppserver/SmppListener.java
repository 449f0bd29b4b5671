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
import io.netty.handler.ssl.SslHandler;
import io.vmnhub.smpp.SmppSettings.ClientCertificates;
import io.vmnhub.smpp.SmppSettings.Listener;
import io.vmnhub.smpp.SmppSettings.Tls;
import io.vmnhub.tls.CertificateWatch;
import io.vmnhub.tls.TlsContext;
import io.vmnhub.tls.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A port that ESMEs connect to. */
public final class SmppListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int BACKLOG = 256;
    private static final long CLOSE_PATIENCE_MILLIS = 1_000;
    /** A peer has so much to read before more is written. */
    public static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(64 * 1_024, 256 * 1_024);

    private final Listener listener;
    private final Channel server;
    private final Optional<CertificateWatch.Use> certificates;
    private volatile Optional<TlsContext> tls;

    /** @param initializer makes the pipeline of each connection */
    SmppListener(
            Listener listener,
            SmppTransport transport,
            CertificateWatch watch,
            BiConsumer<SmppListener, Channel> initializer)
            throws IOException {
        this.listener = listener;
        certificates = listener.tls()
                .map(SmppListener::files)
                .map(files ->
                        watch.watch("SMPP at " + listener, files, () -> tls = Optional.of(new TlsContext(files))));
        try {
            tls = listener.tls().isPresent()
                    ? Optional.of(new TlsContext(files(listener.tls().get())))
                    : Optional.empty();
            server = bind(transport, initializer);
        } catch (IOException | RuntimeException e) {
            certificates.ifPresent(CertificateWatch.Use::close);
            throw e;
        }
        server.pipeline().addLast(new AcceptFailures(listener));
    }

    private static TlsFiles files(Tls tls) {
        return new TlsFiles(
                tls.keyStore().or(tls::certificate),
                tls.privateKey(),
                tls.keyStorePassword(),
                tls.trustedCertificates(),
                "");
    }

    private Channel bind(SmppTransport transport, BiConsumer<SmppListener, Channel> initializer) throws IOException {
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
        return bound.channel();
    }

    Listener listener() {
        return listener;
    }

    /**
     * The TLS server of a connection; empty on a plain port.
     *
     * @param computing where the handshake is computed
     * @param patience for the handshake
     */
    Optional<SslHandler> tls(Executor computing, Duration patience) {
        return tls.map(context -> {
            SSLEngine engine = context.server();
            ClientCertificates asked = listener.tls().orElseThrow().clientCertificates();
            if (asked == ClientCertificates.REQUIRED) {
                engine.setNeedClientAuth(true);
            } else if (asked == ClientCertificates.OPTIONAL) {
                engine.setWantClientAuth(true);
            }
            SslHandler handler = new SslHandler(engine, computing);
            handler.setHandshakeTimeoutMillis(patience.toMillis());
            handler.setCloseNotifyFlushTimeoutMillis(CLOSE_PATIENCE_MILLIS);
            return handler;
        });
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Connections that it has accepted stay. */
    @Override
    public void close() {
        certificates.ifPresent(CertificateWatch.Use::close);
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
