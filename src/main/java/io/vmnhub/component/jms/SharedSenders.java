// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.broker.Broker;
import io.vmnhub.broker.BrokerAddress;
import io.vmnhub.broker.Destinations;
import io.vmnhub.broker.JmsSender;
import io.vmnhub.broker.OutgoingMessage;
import io.vmnhub.exchange.NotConfirmedException;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/**
 * One sender for each connection factory, whatever the number of endpoints: a connection, and a session for each
 * destination. Safe to share between threads.
 */
public final class SharedSenders implements AutoCloseable {

    private static final int MAX_IN_FLIGHT = 5_000;
    private static final int POOLED_CONNECTIONS = 4;
    private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(5);

    private final Broker broker;
    private final JmsPoolConnectionFactory hubConnections = new JmsPoolConnectionFactory();
    private final Map<ConnectionFactory, JmsSender> senders = new ConcurrentHashMap<>();

    /** @param broker the hub's, embedded or elsewhere; it is started with the first endpoint that uses it */
    public SharedSenders(Broker broker) {
        this.broker = broker;
        hubConnections.setConnectionFactory(new BrokerConnections(broker));
        hubConnections.setMaxConnections(POOLED_CONNECTIONS);
    }

    /**
     * Pooled connections to the hub's broker: for consumers, request and reply, and transactions, which camel-jms does
     * by itself.
     */
    ConnectionFactory hubConnections() {
        return hubConnections;
    }

    /**
     * Connects, so that the first message finds a connection. A broker that is away is tried again in the background.
     */
    void start(ConnectionFactory factory) {
        sender(factory);
    }

    /**
     * Has the endpoint's destination made, with its routing type, when the endpoint uses the embedded broker: nothing
     * there makes itself.
     *
     * @throws Exception when the destination exists and cannot be what the endpoint wants
     */
    void makeDestination(JmsEndpoint endpoint) throws Exception {
        String name = endpoint.getDestinationName();
        if (name != null && endpoint.getConfiguration().getOrCreateConnectionFactory() == hubConnections) {
            broker.make(new BrokerAddress(name, endpoint.isPubSubDomain()));
        }
    }

    /**
     * Sends a message.
     *
     * @param whenEnded learns once of the confirmation (null) or of the failure, on any thread
     */
    void send(
            ConnectionFactory factory, BrokerAddress address, OutgoingMessage outgoing, Consumer<Exception> whenEnded) {
        Optional<String> noRoom = factory == hubConnections ? broker.noRoom() : Optional.empty();
        if (noRoom.isPresent()) {
            whenEnded.accept(new NotConfirmedException(broker.place() + ": " + noRoom.get()));
            return;
        }
        sender(factory).send(address, outgoing, whenEnded);
    }

    private JmsSender sender(ConnectionFactory factory) {
        return senders.computeIfAbsent(factory, key -> {
            JmsSender made = key == hubConnections
                    ? new JmsSender(
                            broker.place(),
                            broker::connections,
                            MAX_IN_FLIGHT,
                            CONFIRM_WITHIN,
                            broker::isTrusted,
                            Destinations.of(broker))
                    : new JmsSender("the broker of a connection factory", () -> key, MAX_IN_FLIGHT, CONFIRM_WITHIN);
            made.start();
            return made;
        });
    }

    @Override
    public void close() {
        senders.values().forEach(JmsSender::close);
        senders.clear();
        hubConnections.stop();
    }
}
