// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.broker.IdentityMessageIds;
import io.vmnhub.exchange.ShortMessageModule;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessageType;

/**
 * Makes JMS messages of short messages for {@code jms:} and {@code amqp:} endpoints: the form of {@code jms-sink},
 * which docs/mq.md describes. The option {@code jmsMessageType} chooses it: {@code Text} is the text, {@code Bytes} the
 * user data, without it the body is JSON.
 */
final class ShortMessageForm {

    private final QueueMessage.Maker maker;

    /** @param type of the endpoint; null for none */
    ShortMessageForm(JmsMessageType type) {
        QueueMessage.Form form = type == JmsMessageType.Bytes
                ? QueueMessage.Form.BYTES
                : type == JmsMessageType.Text ? QueueMessage.Form.TEXT : QueueMessage.Form.JSON;
        maker = new QueueMessage.Maker(
                form,
                Message.DEFAULT_PRIORITY,
                Duration.ZERO,
                false,
                ShortMessageModule.objectMapper(),
                new IdentityMessageIds());
    }

    /** @param exchange whose body is a short message */
    Message message(Exchange exchange, Session session) throws JMSException {
        try {
            return maker.message(exchange).message(session);
        } catch (IOException e) {
            throw (JMSException) new JMSException("a short message cannot be written: " + e.getMessage()).initCause(e);
        }
    }
}
