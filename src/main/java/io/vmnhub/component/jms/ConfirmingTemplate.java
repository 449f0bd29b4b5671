// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import org.apache.camel.component.jms.JmsConfiguration;

/** camel-jms's template: its rules for priority, expiry and delivery mode, with an asynchronous send under them. */
final class ConfirmingTemplate extends JmsConfiguration.CamelJmsTemplate {

    ConfirmingTemplate(JmsConfiguration configuration, ConnectionFactory connectionFactory) {
        super(configuration, connectionFactory);
    }

    /** Sends as the endpoint's options say. Returns at once; {@code listener} learns what the broker answers. */
    void send(MessageProducer producer, Message message, CompletionListener listener) throws JMSException {
        doSend(new ListeningProducer(producer, listener), message);
    }
}
