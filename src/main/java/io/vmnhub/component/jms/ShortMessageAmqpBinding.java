// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.sms.ShortMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.amqp.AMQPJmsBinding;
import org.apache.camel.component.jms.JmsEndpoint;

/** camel-amqp's binding, which also knows short messages. */
final class ShortMessageAmqpBinding extends AMQPJmsBinding {

    private final ShortMessageForm form;

    ShortMessageAmqpBinding(JmsEndpoint endpoint) {
        super(endpoint);
        form = new ShortMessageForm(endpoint.getConfiguration().getJmsMessageType());
    }

    @Override
    protected Message createJmsMessage(
            Exchange exchange, org.apache.camel.Message camelMessage, Session session, CamelContext context)
            throws JMSException {
        return camelMessage.getBody() instanceof ShortMessage
                ? form.message(exchange, session)
                : super.createJmsMessage(exchange, camelMessage, session, context);
    }
}
