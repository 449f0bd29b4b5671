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
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.sctp.SctpMessageCompletionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.vmnhub.ss7.Ss7Settings;
import io.vmnhub.ss7.Ss7Settings.Protocol;
import io.vmnhub.ss7.Ss7Settings.Side;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.mobicents.protocols.api.Association;
import org.mobicents.protocols.api.Management;

/**
 * The SIGTRAN associations of one signalling stack, over kernel SCTP or TCP, client and server side.
 *
 * <p>A client association connects, and connects again after its reconnect delay whenever it is lost. A server association takes
 * a connection from its peer's addresses; one listening socket serves all associations with the same local addresses and port.
 * Thread-safe; start and stop are called once.
 */
public final class SigtranTransport {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int SCTP_STREAMS = 16;
    /** Octets that may wait for a peer that does not read, before messages to it are dropped. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(4 << 20, 16 << 20);
    private static final int FLUSH_AFTER = 64;

    private final Map<String, Link> links = new LinkedHashMap<>();
    private final List<Channel> servers = new ArrayList<>();
    private final EventLoopGroup loops = new NioEventLoopGroup(2, new DefaultThreadFactory("sigtran", true));
    private final Set<String> gateways = new HashSet<>();
    private final DestinationAudit audit;
    private final IntSupplier backlog;
    private final LinkEvents events;
    private volatile boolean stopping;

    /** @param backlog how many received messages wait to be decoded */
    public SigtranTransport(Ss7Settings settings, IntSupplier backlog, LinkEvents events) {
        this.backlog = backlog;
        audit = new DestinationAudit(settings.pointCode());
        settings.applicationServers().stream().filter(server -> server.role() == Ss7Settings.Role.SGP)
                .forEach(server -> gateways.addAll(server.associations()));
        this.events = events;
        settings.associations().forEach(association -> links.put(association.name(), new Link(association, events, links)));
    }

    /** The view that jSS7's M3UA has of this transport. */
    public Management management() {
        return ManagementView.of(this);
    }

    /** @return null when there is none of that name, as jSS7 expects */
    Association association(String name) {
        return links.get(name);
    }

    /** Names and states, in the order of the configuration. */
    public Map<String, Boolean> connected() {
        Map<String, Boolean> states = new LinkedHashMap<>();
        links.forEach((name, link) -> states.put(name, link.isUp()));
        return states;
    }

    /**
     * Opens the listening sockets.
     *
     * @throws IOException names the address that cannot be bound
     */
    public void listen() throws IOException {
        Map<String, List<Link>> byAddress = new LinkedHashMap<>();
        for (Link link : links.values()) {
            if (link.settings().side() == Side.SERVER) {
                String key = link.settings().protocol() + " " + link.settings().localAddresses() + ":" + link.settings().localPort();
                byAddress.computeIfAbsent(key, k -> new ArrayList<>()).add(link);
            }
        }
        for (Map.Entry<String, List<Link>> listening : byAddress.entrySet()) {
            servers.add(bind(listening.getKey(), listening.getValue()));
        }
    }

    private Channel bind(String name, List<Link> candidates) throws IOException {
        Ss7Settings.Association settings = candidates.get(0).settings();
        Acceptance acceptance = new Acceptance(name, candidates, this::initialize, events);
        ServerBootstrap bootstrap = new ServerBootstrap().group(loops).childHandler(acceptance)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        if (settings.protocol() == Protocol.SCTP) {
            bootstrap.channel(NioSctpServerChannel.class).childOption(SctpChannelOption.SCTP_NODELAY, true)
                    .option(SctpChannelOption.SCTP_INIT_MAXSTREAMS, com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams
                            .create(SCTP_STREAMS, SCTP_STREAMS));
        } else {
            bootstrap.channel(NioServerSocketChannel.class).option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true).childOption(ChannelOption.SO_KEEPALIVE, true);
        }
        try {
            Channel server = bootstrap.bind(first(settings)).syncUninterruptibly().channel();
            if (server instanceof SctpServerChannel sctp) {
                for (InetAddress address : others(settings)) {
                    sctp.bindAddress(address).syncUninterruptibly();
                }
            }
            return server;
        } catch (Exception e) {
            throw new IOException("cannot listen on " + name + " (association " + settings.name() + "): " + e.getMessage(), e);
        }
    }

    /** Lets the association connect, or take a connection. */
    void start(String name) {
        Link link = links.get(name);
        link.started(true);
        if (link.settings().side() == Side.CLIENT) {
            connect(link);
        }
    }

    /** Closes the association's channel; it stays closed until it is started again. */
    void stop(String name) {
        Link link = links.get(name);
        link.started(false);
        Channel channel = link.channel();
        if (channel != null) {
            channel.close();
        }
    }

    private void connect(Link link) {
        Ss7Settings.Association settings = link.settings();
        Bootstrap bootstrap = new Bootstrap().group(loops)
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
            bootstrap.channel(NioSctpChannel.class).option(SctpChannelOption.SCTP_NODELAY, true)
                    .option(SctpChannelOption.SCTP_INIT_MAXSTREAMS, com.sun.nio.sctp.SctpStandardSocketOptions.InitMaxStreams
                            .create(SCTP_STREAMS, SCTP_STREAMS));
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
            bootstrap.channel(NioSocketChannel.class).option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, true).option(ChannelOption.SO_REUSEADDR, true);
            connected = bootstrap.connect(peer, first(settings));
        }
        connected.addListener(done -> {
            if (!done.isSuccess()) {
                connected.channel().close();
                events.refused(link.getName(), "no connection to " + peer + ": " + done.cause().getMessage());
                connectLater(link);
            } else if (!link.isStarted()) {
                connected.channel().close();
            } else {
                link.attach(connected.channel());
            }
        });
    }

    private void bindAndConnect(Link link, SctpChannel channel, InetSocketAddress peer, io.netty.channel.ChannelPromise connected) {
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
            loops.schedule(() -> {
                if (link.isStarted() && link.channel() == null) {
                    connect(link);
                }
            }, link.settings().reconnectDelay().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void initialize(Channel channel, Link link) {
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addLast(new FlushConsolidationHandler(FLUSH_AFTER, true));
        if (link.settings().protocol() == Protocol.SCTP) {
            pipeline.addLast(new SctpMessageCompletionHandler());
        } else {
            pipeline.addLast(new LengthFieldBasedFrameDecoder(M3uaGuard.MAX_MESSAGE_LENGTH, 4, 4, -M3uaGuard.HEADER_LENGTH, 0));
        }
        link.settings().heartbeat().ifPresent(interval ->
                pipeline.addLast(new IdleStateHandler(interval.toMillis(), 0, 0, TimeUnit.MILLISECONDS)));
        pipeline.addLast(new LinkHandler(link, backlog, events,
                gateways.contains(link.getName()) ? Optional.of(audit) : Optional.empty()));
        channel.closeFuture().addListener(closed -> {
            if (link.detach(channel, link.isStarted() ? "the connection was closed" : "stopped") && link.settings().side() == Side.CLIENT) {
                connectLater(link);
            }
        });
    }

    /** Closes everything. Waits until it is closed, at most two seconds. */
    public void stop() {
        stopping = true;
        servers.forEach(Channel::close);
        links.keySet().forEach(this::stop);
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static InetSocketAddress first(Ss7Settings.Association settings) {
        return new InetSocketAddress(settings.localAddresses().get(0), settings.localPort());
    }

    private static List<InetAddress> others(Ss7Settings.Association settings) {
        return settings.localAddresses().stream().skip(1).map(address -> new InetSocketAddress(address, 0).getAddress()).toList();
    }
}
