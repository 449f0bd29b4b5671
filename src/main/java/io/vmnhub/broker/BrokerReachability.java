// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a broker elsewhere can be reached: it keeps a connection of its own, and makes another, every two seconds,
 * when that has broken. Thread-safe.
 */
final class BrokerReachability implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerReachability.class);
    private static final long BETWEEN_TRIES_SECONDS = 2;

    private final ConnectionFactory connections;
    private final String place;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "broker-reachability");
        thread.setDaemon(true);
        return thread;
    });
    private Connection connection;
    private volatile String problem;
    private volatile boolean broken;

    /** @param place what messages call the broker */
    BrokerReachability(ConnectionFactory connections, String place) {
        this.connections = connections;
        this.place = place;
        clock.scheduleWithFixedDelay(this::look, 0, BETWEEN_TRIES_SECONDS, TimeUnit.SECONDS);
    }

    /** In words why it cannot be reached; empty when it can, or has not been tried yet. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    private void look() {
        if (connection != null && !broken) {
            return;
        }
        discard();
        try {
            connection = connections.createConnection();
            broken = false;
            connection.setExceptionListener(failure -> {
                problem = words(failure);
                broken = true;
            });
            problem = null;
        } catch (JMSException e) {
            problem = words(e);
        }
    }

    private String words(JMSException failure) {
        return place + " cannot be reached: " + failure.getMessage();
    }

    private void discard() {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                LOG.debug("{}: a broken connection did not close: {}", place, e.toString());
            }
            connection = null;
        }
    }

    @Override
    public void close() {
        clock.execute(this::discard);
        clock.shutdown();
    }
}
