// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.sctp.SctpChannel;
import io.netty.channel.sctp.SctpChannelOption;
import io.netty.channel.sctp.SctpServerChannel;
import io.netty.channel.sctp.nio.NioSctpChannel;
import io.netty.channel.sctp.nio.NioSctpServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.sctp.SctpMessageCompletionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmnhub.ss7.api.LinkEvents;
import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The SIGTRAN associations of one signalling stack, over kernel SCTP or TCP, client and server side.
 *
 * <p>A client association connects, and connects again after its reconnect delay whenever it is lost. A server
 * association takes a connection from its peer's addresses; one listening socket serves all associations with the same
 * local addresses and port. Associations may be added, removed, started and stopped at any time. Thread-safe.
 */
public final class SigtranTransport {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int SCTP_STREAMS = 16;
    /** Octets that may wait for a peer that does not read, before messages to it are dropped. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(4 << 20, 16 << 20);

    private static final int FLUSH_AFTER = 64;

    private final Map<String, Link> links = new ConcurrentHashMap<>();
    private final Map<String, Listening> listening = new LinkedHashMap<>();
    private final EventLoopGroup loops = new NioEventLoopGroup(2, new DefaultThreadFactory("sigtran", true));
    private final IntSupplier backlog;
    private final LinkEvents events;
    private volatile boolean stopping;

    /** A listening socket and the associations whose peers may connect to it. */
    private record Listening(Channel server, List<Link> candidates) {}

    /** @param backlog how many received messages wait to be decoded */
    public SigtranTransport(IntSupplier backlog, LinkEvents events) {
        this.backlog = backlog;
        this.events = events;
    }

    /**
     * Makes sure that the socket for a server association is listening; one that is not a server's needs none.
     *
     * @throws IOException names the address that cannot be bound
     */
    public synchronized void listen(Ss7Settings.Association association) throws IOException {
        if (association.side() == Side.SERVER && !listening.containsKey(address(association))) {
            List<Link> candidates = new CopyOnWriteArrayList<>();
            listening.put(address(association), new Listening(bind(association, candidates), candidates));
        }
    }

    /** Closes the sockets that no association needs. */
    public synchronized void closeUnused() {
        listening.values().removeIf(socket -> {
            if (!socket.candidates.isEmpty()) {
                return false;
            }
            socket.server.close().syncUninterruptibly();
            return true;
        });
    }

    /**
     * Adds an association, which is not started yet; a server's socket must be {@linkplain #listen listening}.
     *
     * @throws IllegalArgumentException when a peer address is not known
     */
    public synchronized Link add(Ss7Settings.Association association, LinkListener listener) {
        Link link = new Link(association, events, listener);
        links.put(association.name(), link);
        Listening socket = listening.get(address(association));
        if (association.side() == Side.SERVER && socket != null) {
            socket.candidates.add(link);
        }
        return link;
    }

    /** Closes an association for good. */
    public synchronized void remove(String name) {
        Link link = links.remove(name);
        if (link != null) {
            stop(link);
            listening.values().forEach(socket -> socket.candidates.remove(link));
        }
    }

    private static String address(Ss7Settings.Association association) {
        return association.protocol() + " " + association.localAddresses() + ":" + association.localPort();
    }

    private Channel bind(Ss7Settings.Association settings, List<Link> candidates) throws IOException {
        String name = address(settings);
        Acceptance acceptance = new Acceptance(name, candidates, this::initialize, events);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .childHandler(acceptance)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (settings.protocol() == Protocol.SCTP) {
            bootstrap
                    .channel(NioSctpServerChannel.class)
                    .childOption(SctpChannelOption.SCTP_NODELAY, true)
                    .option(
                            SctpChannelOption.SCTP_INIT_MAXSTREAMS,
                            com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams.create(
                                    SCTP_STREAMS, SCTP_STREAMS));
        } else {
            bootstrap
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.SO_KEEPALIVE, true);
        }
        try {
            Channel server =
                    bootstrap.bind(first(settings)).syncUninterruptibly().channel();
            if (server instanceof SctpServerChannel sctp) {
                for (InetAddress address : others(settings)) {
                    sctp.bindAddress(address).syncUninterruptibly();
                }
            }
            return server;
        } catch (Exception e) {
            throw new IOException(
                    "cannot listen on " + name + " (association " + settings.name() + "): " + e.getMessage(), e);
        }
    }

    /** Lets the association connect, or take a connection. */
    public void start(String name) {
        Link link = links.get(name);
        link.started(true);
        if (link.settings().side() == Side.CLIENT) {
            connect(link);
        }
    }

    /** Closes the association's channel; it stays closed until it is started again. */
    public void stop(String name) {
        Link link = links.get(name);
        if (link != null) {
            stop(link);
        }
    }

    private static void stop(Link link) {
        link.started(false);
        Channel channel = link.channel();
        if (channel != null) {
            channel.close();
        }
    }

    private void connect(Link link) {
        Ss7Settings.Association settings = link.settings();
        Bootstrap bootstrap = new Bootstrap()
                .group(loops)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        initialize(channel, link);
                    }
                });
        InetSocketAddress peer = new InetSocketAddress(settings.peerAddresses().get(0), settings.peerPort());
        ChannelFuture connected;
        if (settings.protocol() == Protocol.SCTP) {
            bootstrap
                    .channel(NioSctpChannel.class)
                    .option(SctpChannelOption.SCTP_NODELAY, true)
                    .option(
                            SctpChannelOption.SCTP_INIT_MAXSTREAMS,
                            com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams.create(
                                    SCTP_STREAMS, SCTP_STREAMS));
            ChannelFuture bound = bootstrap.register();
            connected = bound.channel().newPromise();
            bound.addListener(done -> {
                if (!done.isSuccess()) {
                    ((io.netty.channel.ChannelPromise) connected).tryFailure(done.cause());
                    return;
                }
                bindAndConnect(link, (SctpChannel) bound.channel(), peer, (io.netty.channel.ChannelPromise) connected);
            });
        } else {
            bootstrap
                    .channel(NioSocketChannel.class)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true)
                    .option(ChannelOption.SO_REUSEADDR, true);
            connected = bootstrap.connect(peer, first(settings));
        }
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                connected.channel().close();
                events.refused(
                        link.name(),
                        "no connection to " + peer + ": " + done.cause().getMessage());
                connectLater(link);
            } else if (!link.isStarted()) {
                connected.channel().close();
            } else {
                link.attach(connected.channel());
            }
        });
    }

    private void bindAndConnect(
            Link link, SctpChannel channel, InetSocketAddress peer, io.netty.channel.ChannelPromise connected) {
        channel.bind(first(link.settings())).addListener(bound -> {
            if (!bound.isSuccess()) {
                connected.tryFailure(bound.cause());
                return;
            }
            for (InetAddress address : others(link.settings())) {
                channel.bindAddress(address);
            }
            channel.connect(peer, connected);
        });
    }

    private void connectLater(Link link) {
        if (link.isStarted() && !stopping) {
            loops.schedule(
                    () -> {
                        if (link.isStarted() && link.channel() == null) {
                            connect(link);
                        }
                    },
                    link.settings().reconnectDelay().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    private void initialize(Channel channel, Link link) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new FlushConsolidationHandler(FLUSH_AFTER, true));
        if (link.settings().protocol() == Protocol.SCTP) {
            pipeline.addLast(new SctpMessageCompletionHandler());
        } else {
            pipeline.addLast(new M3uaFrameDecoder());
        }
        link.settings()
                .heartbeat()
                .ifPresent(interval ->
                        pipeline.addLast(new IdleStateHandler(interval.toMillis(), 0, 0, TimeUnit.MILLISECONDS)));
        pipeline.addLast(new LinkHandler(link, backlog, events));
        channel.closeFuture().addListener(closed -> {
            if (link.detach(channel, link.isStarted() ? "the connection was closed" : "stopped")
                    && link.settings().side() == Side.CLIENT) {
                connectLater(link);
            }
        });
    }

    /** Closes everything. Waits until it is closed, at most two seconds. */
    public void stop() {
        stopping = true;
        synchronized (this) {
            listening.values().forEach(socket -> socket.server.close());
        }
        links.values().forEach(SigtranTransport::stop);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static InetSocketAddress first(Ss7Settings.Association settings) {
        return new InetSocketAddress(settings.localAddresses().get(0), settings.localPort());
    }

    private static List<InetAddress> others(Ss7Settings.Association settings) {
        return settings.localAddresses().stream()
                .skip(1)
                .map(address -> new InetSocketAddress(address, 0).getAddress())
                .toList();
    }
}
