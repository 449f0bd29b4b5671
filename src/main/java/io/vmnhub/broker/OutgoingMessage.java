// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.CompletionListener;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** A message that a {@link QueueSender} is to send. */
public interface OutgoingMessage {

    /** Makes it in the session of the sender. */
    Message message(Session session) throws JMSException;

    /** The JMS priority, 0 to 9. */
    default int priority() {
        return Message.DEFAULT_PRIORITY;
    }

    /** Milliseconds after which the broker may forget the message; 0 for never. */
    default long timeToLive() {
        return 0;
    }

    /**
     * Gives the message to the producer, by an asynchronous send with the listener. By default persistent.
     *
     * @param producer used by one thread at a time
     */
    default void send(MessageProducer producer, Message message, CompletionListener listener) throws JMSException {
        producer.setDisableMessageID(IdentityMessageIds.isSet(message));
        producer.send(message, DeliveryMode.PERSISTENT, priority(), timeToLive(), listener);
    }
}
