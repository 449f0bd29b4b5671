package io.vmnhub.northbound.store;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.jms.ActiveMQJMSConstants;

/** One connection that reads an application's queue and acknowledges its messages one by one. */
final class StoreLine implements AutoCloseable {

    private final Connection connection;
    private final MessageConsumer consumer;
    private final Object acknowledging = new Object();
    private volatile boolean broken;

    StoreLine(ConnectionFactory connections, String application) throws JMSException {
        connection = connections.createConnection();
        try {
            connection.setExceptionListener(e -> broken = true);
            Session session = connection.createSession(false, ActiveMQJMSConstants.INDIVIDUAL_ACKNOWLEDGE);
            consumer = session.createConsumer(session.createQueue(Queues.stored(application)));
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

    /** For any thread. */
    void acknowledge(Message message) throws JMSException {
        synchronized (acknowledging) { // a session is for one thread at a time; receiving shares nothing with acknowledging
            message.acknowledge();
        }
    }

    boolean isBroken() {
        return broken;
    }

    @Override
    public void close() throws JMSException {
        broken = true;
        connection.close();
    }
}
