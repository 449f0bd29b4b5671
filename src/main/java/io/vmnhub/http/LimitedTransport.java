// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.impl.transports.JDKTransport;
import io.vertx.core.net.NetServerOptions;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at connections when they are accepted, before TLS and HTTP, and at those that the hub is to open: neither takes
 * the descriptors that are kept for signalling.
 */
final class LimitedTransport extends JDKTransport {

    private final DescriptorReserve descriptors;
    private final Map<Integer, ConnectionLimits> byPort = new ConcurrentHashMap<>();
    private final ChannelHandler accepted = new Accepted();

    LimitedTransport(DescriptorReserve descriptors) {
        this.descriptors = descriptors;
    }

    /** To be called before the port is opened. */
    void limit(int port, ConnectionLimits limits) {
        byPort.put(port, limits);
    }

    @Override
    public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
        super.configure(options, domainSocket, bootstrap);
        bootstrap.handler(accepted);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
        ChannelFactory<? extends Channel> plain = super.channelFactory(domainSocket);
        return () -> {
            if (!descriptors.take()) {
                throw new ChannelException("the file descriptors that are left are kept for signalling");
            }
            return plain.newChannel();
        };
    }

    @ChannelHandler.Sharable
    private final class Accepted extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext server, Object message) throws Exception {
            Channel connection = (Channel) message;
            ConnectionLimits limits =
                    byPort.get(((InetSocketAddress) server.channel().localAddress()).getPort());
            if (limits == null || limits.take(connection)) {
                super.channelRead(server, message);
            } else {
                connection.unsafe().closeForcibly(); // it has no event loop yet
            }
        }
    }
}
