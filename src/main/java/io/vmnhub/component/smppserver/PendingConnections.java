// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Connections that have not bound yet, bounded. A further one closes the oldest of its own network when that has its
 * share, else the oldest of the network that has the most: who connects a lot is in his own way. Thread-safe.
 */
final class PendingConnections {

    /** Of the places, so many may be one network's. */
    private static final int SHARE = 4;

    /** When a connection was accepted, by {@link System#nanoTime()}: event loops meet connections in another order. */
    static final AttributeKey<Long> ACCEPTED = AttributeKey.valueOf(PendingConnections.class, "accepted");

    private static final Comparator<Channel> BY_TIME = (one, other) -> Long.signum(accepted(one) - accepted(other));
    private static final Comparator<Channel> OLDEST_FIRST = BY_TIME.thenComparing(Channel::id);

    private final Map<String, SortedSet<Channel>> networks = new HashMap<>();
    private int size;

    void add(Channel channel, int most) {
        Channel oldest = null;
        synchronized (this) {
            SortedSet<Channel> own = networks.computeIfAbsent(network(channel), unknown -> new TreeSet<>(OLDEST_FIRST));
            own.add(channel);
            size++;
            if (own.size() > Math.max(1, most / SHARE)) {
                oldest = own.first();
            } else if (size > most) {
                oldest = networks.values().stream()
                        .max(Comparator.comparingInt(Set::size))
                        .orElseThrow()
                        .first();
            }
            if (oldest != null) {
                remove(oldest);
            }
        }
        if (oldest != null) {
            oldest.close();
        }
    }

    private static long accepted(Channel channel) {
        Long time = channel.attr(ACCEPTED).get();
        return time == null ? 0 : time;
    }

    /** @return false when it had been closed to make room */
    synchronized boolean remove(Channel channel) {
        SortedSet<Channel> channels = networks.get(network(channel));
        if (channels == null || !channels.remove(channel)) {
            return false;
        }
        size--;
        if (channels.isEmpty()) {
            networks.remove(network(channel));
        }
        return true;
    }

    synchronized int size() {
        return size;
    }

    void closeAll() {
        List<Channel> all;
        synchronized (this) {
            all = networks.values().stream().flatMap(Set::stream).toList();
            networks.clear();
            size = 0;
        }
        all.forEach(Channel::close);
    }

    private static String network(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer ? BindThrottle.network(peer.getAddress()) : "";
    }
}
