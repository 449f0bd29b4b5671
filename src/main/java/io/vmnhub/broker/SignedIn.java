// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vmnhub.log.ThrottledLog;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which users are signed in by which network connections. A connection has one user; a user has so many connections at
 * most. Thread-safe.
 */
final class SignedIn {

    private static final Logger LOG = LoggerFactory.getLogger(SignedIn.class);
    private static final AttributeKey<String> USER = AttributeKey.valueOf(SignedIn.class, "user");

    private final String hub;
    private final int connectionsPerUser;
    private final Map<String, Set<Channel>> channels = new ConcurrentHashMap<>();
    private final ThrottledLog refusals = new ThrottledLog(LOG);

    /** @param hub the hub's own name, which nobody may use from outside */
    SignedIn(String hub, int connectionsPerUser) {
        this.hub = hub;
        this.connectionsPerUser = connectionsPerUser;
    }

    /** The user of a network connection; empty before sign-in. */
    static Optional<String> user(Channel channel) {
        return Optional.ofNullable(channel.attr(USER).get());
    }

    /** The user of a network connection; empty before sign-in, and for the hub's own connections. */
    static Optional<String> user(RemotingConnection connection) {
        return channel(connection).flatMap(SignedIn::user);
    }

    /** The connection's channel; empty when it stays inside the process. */
    static Optional<Channel> channel(RemotingConnection connection) {
        return connection != null && connection.getTransportConnection() instanceof NettyConnection network
                ? Optional.of(network.getChannel())
                : Optional.empty();
    }

    /** Whether {@code user}, who has shown the right password, may use {@code connection}. */
    boolean admits(String user, RemotingConnection connection) {
        Optional<Channel> channel = channel(connection);
        if (channel.isEmpty()) {
            return user.equals(hub);
        }
        if (user.equals(hub)) {
            return false;
        }
        String before = channel.get().attr(USER).get();
        if (before != null) {
            return before.equals(user);
        }
        return add(user, channel.get());
    }

    private boolean add(String user, Channel channel) {
        boolean[] added = new boolean[1];
        channels.compute(user, (name, open) -> {
            Set<Channel> all = open == null ? new HashSet<>() : open;
            if (all.size() < connectionsPerUser && channel.isActive()) {
                added[0] = all.add(channel);
            }
            return all.isEmpty() ? null : all;
        });
        if (!added[0]) {
            refusals.warn(
                    user,
                    "connections",
                    () -> "Broker: " + user + " has " + connectionsPerUser + " connections, and gets no more");
            return false;
        }
        channel.attr(USER).set(user);
        channel.closeFuture().addListener(closed -> remove(user, channel));
        return true;
    }

    private void remove(String user, Channel channel) {
        channels.computeIfPresent(user, (name, open) -> {
            open.remove(channel);
            return open.isEmpty() ? null : open;
        });
    }
}
