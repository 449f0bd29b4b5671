// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.log.ThrottledLog;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what each user of the broker takes: its consumers, and the messages of a queue that its consumers have been
 * given and have not acknowledged. A consumer beyond the bound is refused; with too many messages unacknowledged a
 * queue's consumers get no more until there are fewer. Thread-safe.
 */
final class UserLimits implements ActiveMQServerPlugin {

    private static final Logger LOG = LoggerFactory.getLogger(UserLimits.class);

    private final String hub;
    private final ListenerLimits limits;
    private final Map<String, Set<ServerConsumer>> consumers = new ConcurrentHashMap<>();
    private final Set<ServerConsumer> paused = ConcurrentHashMap.newKeySet();
    private final ThrottledLog log = new ThrottledLog(LOG);
    private volatile ActiveMQServer server;

    UserLimits(String hub, ListenerLimits limits) {
        this.hub = hub;
        this.limits = limits;
    }

    @Override
    public void registered(ActiveMQServer registered) {
        server = registered;
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) throws ActiveMQException {
        Optional<String> user = user(consumer);
        if (user.isEmpty()) {
            return;
        }
        Set<ServerConsumer> own = consumers.compute(user.get(), (name, all) -> {
            Set<ServerConsumer> more = all == null ? new HashSet<>() : new HashSet<>(all);
            more.add(consumer);
            return more;
        });
        if (own.size() > limits.consumersPerUser()) {
            String refusal = user.get() + " has " + limits.consumersPerUser() + " consumers, and gets no more";
            log.warn(user.get(), "consumers", () -> "Broker: " + refusal);
            close(consumer);
            throw new ActiveMQSecurityException(refusal);
        }
    }

    private static void close(ServerConsumer consumer) throws ActiveMQException {
        try {
            consumer.close(false);
        } catch (ActiveMQException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQException(e.getMessage(), e, null);
        }
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        paused.remove(consumer);
        consumers.forEach((user, all) -> {
            if (all.contains(consumer)) {
                consumers.computeIfPresent(user, (name, some) -> {
                    Set<ServerConsumer> fewer = new HashSet<>(some);
                    fewer.remove(consumer);
                    return fewer.isEmpty() ? null : fewer;
                });
            }
        });
    }

    private Optional<String> user(ServerConsumer consumer) {
        ServerSession session = server.getSessionByID(consumer.getSessionID());
        return Optional.ofNullable(session).map(ServerSession::getUsername).filter(name -> !name.equals(hub));
    }

    @Override
    public void afterDeliver(ServerConsumer consumer, MessageReference reference) {
        if (!consumer.isBrowseOnly() && isFull(consumer) && isUsers(consumer) && paused.add(consumer)) {
            consumer.setStarted(false);
            String queue = consumer.getQueue().getName().toString();
            log.warn(
                    queue,
                    "unacknowledged",
                    () -> "Broker: readers of " + queue + " have " + limits.unacknowledgedPerUser()
                            + " messages unacknowledged, and get no more until there are fewer");
        }
    }

    private boolean isUsers(ServerConsumer consumer) {
        return consumers.values().stream().anyMatch(all -> all.contains(consumer));
    }

    private boolean isFull(ServerConsumer consumer) {
        return consumer.getQueue().getDeliveringCount() >= limits.unacknowledgedPerUser();
    }

    @Override
    public void messageAcknowledged(
            Transaction transaction, MessageReference reference, AckReason reason, ServerConsumer consumer) {
        if (!paused.isEmpty()) {
            resume();
        }
    }

    /**
     * Goes on with those for whom there is room again; to be called now and then, since messages are also given back.
     */
    void resume() {
        for (ServerConsumer consumer : paused) {
            if (!isFull(consumer) && paused.remove(consumer)) {
                consumer.setStarted(true);
            }
        }
    }
}
