// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/** The few threads that all connections share, and the connections that are open. Thread-safe. */
public final class SmppTransport implements AutoCloseable {

    private static final int MOST_THREADS = 4;
    private static final long CLOSE_PATIENCE_MILLIS = 2_000;

    private final EventLoopGroup loops;
    private final ChannelGroup channels;

    /** @param name begins the names of its threads */
    public SmppTransport(String name) {
        int threads = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
        loops = new NioEventLoopGroup(threads, new DefaultThreadFactory(name, true));
        channels = new DefaultChannelGroup(loops.next());
    }

    public EventLoopGroup loops() {
        return loops;
    }

    /** What makes connections to others; it lacks only its handler. */
    public Bootstrap client(int connectMillis) {
        return new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, SmppListener.UNREAD);
    }

    /** Until it is closed. */
    public void add(Channel channel) {
        channels.add(channel);
    }

    /** Waits a moment for the connections, which have been asked to close. Not to be called by an event loop. */
    @Override
    public void close() {
        channels.newCloseFuture().awaitUninterruptibly(CLOSE_PATIENCE_MILLIS);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(CLOSE_PATIENCE_MILLIS);
    }
}
