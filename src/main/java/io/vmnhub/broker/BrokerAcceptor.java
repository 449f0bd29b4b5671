// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.vmnhub.log.ThrottledLog;
import io.vmnhub.tls.CertificateWatch;
import io.vmnhub.tls.TlsContext;
import io.vmnhub.tls.TlsFiles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.cluster.ClusterConnection;
import org.apache.activemq.artemis.core.server.metrics.MetricsManager;
import org.apache.activemq.artemis.spi.core.protocol.ProtocolManager;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.apache.activemq.artemis.spi.core.remoting.AcceptorFactory;
import org.apache.activemq.artemis.spi.core.remoting.BufferHandler;
import org.apache.activemq.artemis.spi.core.remoting.ServerConnectionLifeCycleListener;
import org.apache.activemq.artemis.utils.actors.OrderedExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artemis' acceptor behind a port of the hub's own: connections are counted, in all and by address, and pass a
 * {@link ConnectionGuard}, before they are transferred to Artemis as it has them transferred from web containers.
 */
final class BrokerAcceptor extends NettyAcceptor {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerAcceptor.class);
    private static final int BACKLOG = 128;
    private static final int MOST_THREADS = 4;
    private static final long CLOSE_MILLIS = 3_000;

    private final BrokerSettings.Listener listener;
    private final CertificateWatch certificates;
    private final ThrottledLog log = new ThrottledLog(LOG);
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private EventLoopGroup threads;
    private ChannelGroup accepted;
    private Channel port;
    private CertificateWatch.Use watched;
    private volatile TlsContext tls;

    private BrokerAcceptor(
            BrokerSettings.Listener listener,
            CertificateWatch certificates,
            String name,
            ClusterConnection cluster,
            Map<String, Object> configuration,
            BufferHandler handler,
            ServerConnectionLifeCycleListener lifeCycle,
            ScheduledExecutorService clock,
            Executor failures,
            Map<String, ProtocolManager> protocols,
            String threadGroup,
            MetricsManager metrics) {
        super(name, cluster, configuration, handler, lifeCycle, clock, failures, protocols, threadGroup, metrics);
        this.listener = listener;
        this.certificates = certificates;
    }

    /** Makes acceptors for one listener; Artemis finds it by the acceptor's name. */
    record Factory(BrokerSettings.Listener listener, CertificateWatch certificates) implements AcceptorFactory {

        @Override
        public Acceptor createAcceptor(
                String name,
                ClusterConnection cluster,
                Map<String, Object> configuration,
                BufferHandler handler,
                ServerConnectionLifeCycleListener lifeCycle,
                Executor threadPool,
                ScheduledExecutorService clock,
                Map<String, ProtocolManager> protocols,
                String threadGroup,
                MetricsManager metrics) {
            Map<String, Object> transferred = new HashMap<>(configuration);
            transferred.put(TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true);
            transferred.put(TransportConstants.REMOTING_THREADS_PROPNAME, 1);
            return new BrokerAcceptor(
                    listener,
                    certificates,
                    name,
                    cluster,
                    transferred,
                    handler,
                    lifeCycle,
                    clock,
                    new OrderedExecutor(threadPool),
                    protocols,
                    threadGroup,
                    metrics);
        }
    }

    @Override
    public synchronized void start() throws Exception {
        if (isStarted()) {
            return;
        }
        super.start();
        if (listener.keyStore().isPresent()) {
            TlsFiles files = TlsFiles.server(listener.keyStore().get(), Optional.empty(), listener.keyStorePassword());
            watched = certificates.watch(
                    "Broker at " + listener.address() + ":" + listener.port(),
                    files,
                    () -> tls = new TlsContext(files));
            tls = new TlsContext(files);
        }
        threads = new NioEventLoopGroup(
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                new DefaultThreadFactory("broker-listener", true));
        accepted = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
        try {
            port = new ServerBootstrap()
                    .group(threads)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_BACKLOG, BACKLOG)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true)
                    .childHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel channel) throws Exception {
                            accept(channel);
                        }
                    })
                    .bind(listener.address(), listener.port())
                    .syncUninterruptibly()
                    .channel();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "the broker cannot listen at " + listener.address() + ":" + listener.port() + ": " + e.getMessage(),
                    e);
        }
    }

    private void accept(Channel channel) throws Exception {
        InetSocketAddress peer = (InetSocketAddress) channel.remoteAddress();
        if (peer == null || !enter(channel, peer.getAddress())) {
            channel.close();
            return;
        }
        accepted.add(channel);
        if (listener.keyStore().isPresent()) {
            channel.pipeline().addLast("ssl", handshake());
        }
        channel.pipeline()
                .addLast(
                        "guard",
                        new ConnectionGuard(
                                listener.protocols(), listener.limits().signIn(), log));
        transfer(channel);
    }

    private SslHandler handshake() {
        SslHandler handler = new SslHandler(tls.server());
        handler.setHandshakeTimeoutMillis(Math.max(1, listener.limits().signIn().toMillis()));
        return handler;
    }

    private boolean enter(Channel channel, InetAddress address) {
        int all = connections.incrementAndGet();
        int own = byAddress.merge(address, 1, Integer::sum);
        channel.closeFuture().addListener(closed -> {
            connections.decrementAndGet();
            byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
        });
        if (all > listener.limits().connections()) {
            log.warn(
                    "",
                    "connections",
                    () -> "Broker: " + listener.limits().connections() + " connections are open, no more are taken");
            return false;
        }
        if (own > listener.limits().connectionsPerAddress()) {
            log.warn(
                    "",
                    "connections of an address",
                    () -> "Broker: " + address.getHostAddress() + " has "
                            + listener.limits().connectionsPerAddress() + " connections, and gets no more");
            return false;
        }
        return true;
    }

    @Override
    public synchronized void pause() {
        super.pause();
        if (port != null) {
            port.close().awaitUninterruptibly(CLOSE_MILLIS);
        }
    }

    @Override
    public synchronized void asyncStop(Runnable callback) {
        if (watched != null) {
            watched.close();
            watched = null;
        }
        if (threads != null) {
            if (port != null) {
                port.close().awaitUninterruptibly(CLOSE_MILLIS);
            }
            accepted.close().awaitUninterruptibly(CLOSE_MILLIS); // bounded: a channel that does not close keeps nobody
            threads.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
            threads = null;
        }
        super.asyncStop(callback);
    }
}
