// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.Session;

/**
 * A queue or a topic of a broker.
 *
 * @param topic whether it is a topic, else a queue
 */
public record BrokerAddress(String name, boolean topic) {

    /**
     * Makes the destination for a session.
     *
     * @throws InvalidDestinationException when the broker has no such queue: Artemis' client would take the queue
     *     {@code jms.queue.<name>} in its place, as brokers before 2.0 named it, and create it where it may
     */
    Destination in(Session session) throws JMSException {
        if (topic) {
            return session.createTopic(name);
        }
        Queue queue = session.createQueue(name);
        if (queue.getQueueName() != null && queue.getQueueName().equals("jms.queue." + name)) {
            throw new InvalidDestinationException("there is no queue " + name);
        }
        return queue;
    }
}
