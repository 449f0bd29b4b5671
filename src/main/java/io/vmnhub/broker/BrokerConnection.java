// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A connection with a session for each address to which something was sent. Safe to share between threads. */
final class BrokerConnection {

    private final Connection connection;
    private final Destinations destinations;
    private final Map<BrokerAddress, ProducerSession> sessions = new ConcurrentHashMap<>();

    /**
     * A session for one address, used by one thread at a time. Artemis' client confuses the answers of blocking calls
     * and of asynchronous sends in one session, so everything that blocks is done before the first send.
     */
    private record ProducerSession(Session session, MessageProducer producer) {

        static ProducerSession open(Connection connection, BrokerAddress address) throws JMSException {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return new ProducerSession(session, session.createProducer(address.in(session)));
        }

        /** A message is made beside others, and given to the session one by one. */
        void send(OutgoingMessage outgoing, CompletionListener listener) throws JMSException {
            Message message = outgoing.message(session);
            synchronized (this) {
                outgoing.send(producer, message, listener);
            }
        }
    }

    /** @param destinations has each address made before its first message */
    BrokerConnection(Connection connection, Destinations destinations) {
        this.connection = connection;
        this.destinations = destinations;
    }

    Connection connection() {
        return connection;
    }

    /** Sends without waiting for the broker, except for the first message to an address. */
    void send(BrokerAddress address, OutgoingMessage outgoing, CompletionListener listener) throws JMSException {
        session(address).send(outgoing, listener);
    }

    private ProducerSession session(BrokerAddress address) throws JMSException {
        ProducerSession session = sessions.get(address);
        if (session != null) {
            return session;
        }
        synchronized (this) {
            session = sessions.get(address);
            if (session == null) {
                destinations.make(address);
                session = ProducerSession.open(connection, address);
                sessions.put(address, session);
            }
            return session;
        }
    }
}
