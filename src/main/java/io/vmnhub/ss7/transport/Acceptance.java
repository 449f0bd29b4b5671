// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.sctp.SctpChannel;
import io.vmnhub.ss7.api.LinkEvents;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * Gives each accepted connection to the association whose peer it comes from.
 *
 * <p>When all of that peer's associations have a connection already, one of them may be dead without having been closed
 * (the peer was switched off). The oldest silent one is then challenged with a heartbeat: if nothing arrives on it for
 * two seconds the new connection takes its place, otherwise the new one is refused. A second connection can therefore
 * never steal a living link.
 */
@Sharable
final class Acceptance extends ChannelInboundHandlerAdapter {

    private static final long CHALLENGE_SECONDS = 2;

    private final String listening;
    private final List<Link> candidates;
    private final BiConsumer<Channel, Link> initializer;
    private final LinkEvents events;

    Acceptance(String listening, List<Link> candidates, BiConsumer<Channel, Link> initializer, LinkEvents events) {
        this.listening = listening;
        this.candidates = candidates;
        this.initializer = initializer;
        this.events = events;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel channel = context.channel();
        List<Link> fitting = candidates.stream()
                .filter(link ->
                        link.isStarted() && remoteAddresses(channel).stream().anyMatch(link::takes))
                .toList();
        Optional<Link> free;
        synchronized (candidates) {
            free = fitting.stream().filter(link -> link.channel() == null).findFirst();
            free.ifPresent(link -> adopt(context, link));
        }
        if (free.isPresent()) {
            return;
        }
        if (fitting.isEmpty()) {
            refuse(channel, "no association has this peer");
            return;
        }
        challenge(
                context,
                fitting.stream()
                        .min((a, b) -> Long.compare(a.lastRead() - b.lastRead(), 0))
                        .orElseThrow());
    }

    private void challenge(ChannelHandlerContext context, Link link) {
        Channel newcomer = context.channel();
        Channel holder = link.channel();
        if (holder == null) {
            adopt(context, link);
            return;
        }
        newcomer.config().setAutoRead(false);
        long asked = System.nanoTime();
        ByteBuf beat = context.alloc().buffer(M3uaGuard.HEADER_LENGTH);
        M3uaGuard.writeHeartbeat(beat);
        link.write(holder, beat, 0, true);
        AtomicBoolean decided = new AtomicBoolean();
        holder.closeFuture()
                .addListener(closed -> context.executor().execute(() -> {
                    if (decided.compareAndSet(false, true)) {
                        adopt(context, link);
                    }
                }));
        context.executor()
                .schedule(
                        () -> {
                            if (!decided.compareAndSet(false, true)) {
                                return;
                            }
                            if (link.channel() == null) {
                                adopt(context, link);
                            } else if (link.channel() == holder && link.lastRead() - asked < 0) {
                                holder.close()
                                        .addListener(
                                                closed -> context.executor().execute(() -> adopt(context, link)));
                            } else {
                                refuse(newcomer, "its association " + link.name() + " is connected and alive");
                            }
                        },
                        CHALLENGE_SECONDS,
                        TimeUnit.SECONDS);
    }

    private void adopt(ChannelHandlerContext context, Link link) {
        Channel channel = context.channel();
        if (!channel.isActive()) {
            return;
        }
        if (link.channel() != null && link.channel().isActive()) {
            refuse(channel, "its association " + link.name() + " has been connected meanwhile");
            return;
        }
        initializer.accept(channel, link);
        context.pipeline().remove(this);
        link.attach(channel);
        channel.config().setAutoRead(true);
    }

    private void refuse(Channel channel, String reason) {
        events.refused(listening, "a connection from " + channel.remoteAddress() + ": " + reason);
        channel.close();
    }

    private static Collection<? extends SocketAddress> remoteAddresses(Channel channel) {
        return channel instanceof SctpChannel sctp ? sctp.allRemoteAddresses() : Set.of(channel.remoteAddress());
    }
}
