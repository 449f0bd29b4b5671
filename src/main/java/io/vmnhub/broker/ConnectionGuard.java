// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.util.concurrent.ScheduledFuture;
import io.vmnhub.log.ThrottledLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stands before the broker's protocols on each connection from the network: lets only those in that are configured,
 * bounds their frames, much more so before sign-in, and ends a connection that does not sign in in time. A connection
 * that does wrong is closed.
 */
final class ConnectionGuard extends ChannelInboundHandlerAdapter {

    /** That many octets identify a protocol, to Artemis too. */
    private static final int BEGINNING = 8;

    private final Set<BrokerProtocol> protocols;
    private final Duration signIn;
    private final ThrottledLog log;
    private final ByteBuf beginning = Unpooled.buffer(BEGINNING, BEGINNING);
    private FrameScanner scanner;
    private ScheduledFuture<?> deadline;
    private boolean signedIn;
    private boolean refused;

    ConnectionGuard(Set<BrokerProtocol> protocols, Duration signIn, ThrottledLog log) {
        this.protocols = protocols;
        this.signIn = signIn;
        this.log = log;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(
                        () -> {
                            if (SignedIn.user(context.channel()).isEmpty()) {
                                refuse(context, "has not signed in within " + signIn.toMillis() + " ms");
                            }
                        },
                        signIn.toMillis(),
                        TimeUnit.MILLISECONDS);
        context.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (deadline != null) {
            deadline.cancel(false);
        }
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf octets = (ByteBuf) message;
        if (refused) {
            octets.release();
            return;
        }
        if (scanner == null) {
            octets = recognize(context, octets);
            if (octets == null) {
                return;
            }
        }
        try {
            if (!signedIn && SignedIn.user(context.channel()).isPresent()) {
                signedIn = true;
                scanner.signedIn();
            }
            scanner.scan(octets);
        } catch (TooLongFrameException e) {
            octets.release();
            refuse(context, "sent " + e.getMessage());
            return;
        }
        context.fireChannelRead(octets);
    }

    /**
     * Finds out the protocol.
     *
     * @return all octets so far; null while they are too few, and when they are refused
     */
    private ByteBuf recognize(ChannelHandlerContext context, ByteBuf octets) {
        beginning.writeBytes(octets, Math.min(octets.readableBytes(), beginning.writableBytes()));
        if (beginning.isWritable()) {
            octets.release();
            return null;
        }
        Optional<BrokerProtocol> protocol = protocol();
        if (protocol.filter(protocols::contains).isEmpty()) {
            octets.release();
            refuse(
                    context,
                    protocol.map(other -> "speaks " + other + ", which is not").orElse("speaks nothing that is")
                            + " among vmnhub.broker.protocols " + protocols);
            return null;
        }
        scanner = FrameScanner.of(protocol.get());
        return context.alloc().compositeBuffer(2).addComponents(true, beginning.retain(), octets);
    }

    private Optional<BrokerProtocol> protocol() {
        String text = beginning.toString(StandardCharsets.US_ASCII);
        if (text.startsWith("AMQP")) {
            return Optional.of(BrokerProtocol.AMQP);
        }
        if (text.startsWith("ARTEMIS")) {
            return Optional.of(BrokerProtocol.CORE);
        }
        if (text.startsWith("CONNECT\n")
                || text.startsWith("CONNECT\r")
                || text.startsWith("STOMP\n")
                || text.startsWith("STOMP\r")) {
            return Optional.of(BrokerProtocol.STOMP);
        }
        return beginning.getByte(0) == 0x10 ? Optional.of(BrokerProtocol.MQTT) : Optional.empty();
    }

    private void refuse(ChannelHandlerContext context, String why) {
        refused = true;
        log.warn(
                "",
                "connection closed", // whatever the reason: strangers choose it
                () -> "Broker: " + context.channel().remoteAddress()
                        + SignedIn.user(context.channel())
                                .map(user -> " (" + user + ")")
                                .orElse("") + " " + why + "; its connection is closed");
        context.close();
    }
}
