// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;

/** One connection that reads a queue and acknowledges its messages, each when it has been delivered. */
final class StoreLine implements AutoCloseable {

    private final Connection connection;
    private final MessageConsumer consumer;
    private final Acknowledger acknowledger;
    private volatile boolean broken;

    StoreLine(ConnectionFactory connections, String queue) throws JMSException {
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

    /** The next message; null when there is none within {@code millis}. For one thread. */
    Message receive(long millis) throws JMSException {
        return consumer.receive(millis);
    }

    /**
     * {@code whenNoted} gets null when the broker has on its disk that the message need not come again, else the
     * failure. For any thread.
     */
    void acknowledge(Message message, Consumer<Exception> whenNoted) {
        acknowledger.acknowledge(message, whenNoted);
    }

    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() throws JMSException {
        acknowledger.close();
        broken = true;
        connection.close();
    }
}
