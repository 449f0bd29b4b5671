// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.broker.BrokerAddress;
import io.vmnhub.broker.OutgoingMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsConstants;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.JmsMessageHelper;
import org.apache.camel.component.jms.JmsProducer;
import org.apache.camel.component.jms.MessageSentCallback;
import org.springframework.jms.core.MessageCreator;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends InOnly exchanges without waiting. camel-jms decides about the destination and makes the message; the sender
 * that all producers of one connection factory share takes it to the broker, and the exchange ends with the broker's
 * confirmation or refusal.
 *
 * <p>InOut exchanges and those of a transaction are camel-jms's.
 */
final class ConfirmingProducer extends JmsProducer {

    private static final AsyncCallback NOBODY = doneSync -> {};

    private final JmsEndpoint endpoint;
    private final SharedSenders senders;
    private final ThreadLocal<PreparedSend> preparing = new ThreadLocal<>();

    ConfirmingProducer(JmsEndpoint endpoint, SharedSenders senders) {
        super(endpoint);
        this.endpoint = endpoint;
        this.senders = senders;
    }

    /** Whether the endpoint's options leave room for a confirmation that comes later. */
    static boolean suits(JmsEndpoint endpoint) {
        return !endpoint.getConfiguration().isSynchronous()
                && !endpoint.getConfiguration().isTransacted();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        senders.start(endpoint.getConfiguration().getOrCreateConnectionFactory());
    }

    @Override
    protected boolean processInOnly(Exchange exchange, AsyncCallback callback) {
        if (exchange.isTransacted()
                || TransactionSynchronizationManager.isActualTransactionActive()
                || !(getInOnlyTemplate() instanceof ConfirmingTemplate template)) {
            return super.processInOnly(exchange, callback);
        }
        PreparedSend prepared = new PreparedSend(template);
        preparing.set(prepared);
        try {
            super.processInOnly(exchange, NOBODY);
        } finally {
            preparing.remove();
        }
        senders.send(
                template.getConnectionFactory(), prepared.address(endpoint.isPubSubDomain()), prepared, failure -> {
                    if (failure != null) {
                        exchange.setException(failure);
                    } else {
                        prepared.sent();
                    }
                    callback.done(false);
                });
        return false;
    }

    @Override
    protected void doSend(
            Exchange exchange,
            boolean inOut,
            String destinationName,
            Destination destination,
            MessageCreator creator,
            MessageSentCallback sent) {
        PreparedSend prepared = preparing.get();
        if (inOut || prepared == null) {
            super.doSend(exchange, inOut, destinationName, destination, creator, sent);
            return;
        }
        String name = destinationName != null ? destinationName : JmsMessageHelper.getDestinationName(destination);
        exchange.getMessage().setHeader(JmsConstants.JMS_DESTINATION_NAME_PRODUCED, name);
        prepared.name = name;
        prepared.destination = destination;
        prepared.creator = creator;
        prepared.callback = sent;
    }

    /** What camel-jms has decided about one message. */
    private static final class PreparedSend implements OutgoingMessage {

        private final ConfirmingTemplate template;
        private String name;
        private Destination destination;
        private MessageCreator creator;
        private MessageSentCallback callback;
        private Session session;
        private Message message;

        PreparedSend(ConfirmingTemplate template) {
            this.template = template;
        }

        BrokerAddress address(boolean topic) {
            return new BrokerAddress(name, destination != null ? destination instanceof Topic : topic);
        }

        @Override
        public Message message(Session in) throws JMSException {
            session = in;
            message = creator.createMessage(in);
            return message;
        }

        @Override
        public void send(MessageProducer producer, Message made, CompletionListener listener) throws JMSException {
            template.send(producer, made, listener);
        }

        void sent() {
            if (callback != null) {
                callback.sent(session, message, destination);
            }
        }
    }
}
