// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;

/** Reads a queue over a connection of its own. */
final class JmsQueueReader implements QueueReader {

    private final Connection connection;
    private final MessageConsumer consumer;
    private final Acknowledger acknowledger;
    private volatile boolean broken;

    JmsQueueReader(ConnectionFactory connections, String queue) throws JMSException {
        connection = connections.createConnection();
        try {
            connection.setExceptionListener(e -> broken = true);
            Session session = connection.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
            consumer = session.createConsumer(session.createQueue(queue));
            acknowledger = new Acknowledger(session, queue + "-acknowledger", () -> broken = true);
            connection.start();
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Optional<Delivery> receive(long millis) throws JMSException {
        return Optional.ofNullable(consumer.receive(millis)).map(JmsDelivery::new);
    }

    @Override
    public boolean isBroken() {
        return broken;
    }

    @Override
    public void close() throws JMSException {
        acknowledger.close();
        broken = true;
        connection.close();
    }

    private final class JmsDelivery implements Delivery {

        private final Message message;

        JmsDelivery(Message message) {
            this.message = message;
        }

        @Override
        public byte[] octets() throws IOException {
            if (!(message instanceof BytesMessage bytes)) {
                throw new IOException("the message is none of octets");
            }
            try {
                byte[] octets = new byte[Math.toIntExact(bytes.getBodyLength())];
                bytes.reset();
                bytes.readBytes(octets);
                return octets;
            } catch (JMSException e) {
                throw new IOException("the message cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void acknowledge(Consumer<Exception> whenNoted) {
            acknowledger.acknowledge(message, whenNoted);
        }

        @Override
        public boolean isStale() {
            return broken;
        }
    }
}
