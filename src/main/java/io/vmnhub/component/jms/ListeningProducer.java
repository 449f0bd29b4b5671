// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import jakarta.jms.CompletionListener;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;

/** A producer whose every send is asynchronous, with the same listener. */
final class ListeningProducer implements MessageProducer {

    private final MessageProducer producer;
    private final CompletionListener listener;

    ListeningProducer(MessageProducer producer, CompletionListener listener) {
        this.producer = producer;
        this.listener = listener;
    }

    @Override
    public void send(Message message) throws JMSException {
        producer.send(message, listener);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive) throws JMSException {
        producer.send(message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Destination destination, Message message) throws JMSException {
        producer.send(destination, message, listener);
    }

    @Override
    public void send(Destination destination, Message message, int deliveryMode, int priority, long timeToLive)
            throws JMSException {
        producer.send(destination, message, deliveryMode, priority, timeToLive, listener);
    }

    @Override
    public void send(Message message, CompletionListener own) throws JMSException {
        producer.send(message, own);
    }

    @Override
    public void send(Message message, int deliveryMode, int priority, long timeToLive, CompletionListener own)
            throws JMSException {
        producer.send(message, deliveryMode, priority, timeToLive, own);
    }

    @Override
    public void send(Destination destination, Message message, CompletionListener own) throws JMSException {
        producer.send(destination, message, own);
    }

    @Override
    public void send(
            Destination destination,
            Message message,
            int deliveryMode,
            int priority,
            long timeToLive,
            CompletionListener own)
            throws JMSException {
        producer.send(destination, message, deliveryMode, priority, timeToLive, own);
    }

    @Override
    public void setDisableMessageID(boolean value) throws JMSException {
        producer.setDisableMessageID(value);
    }

    @Override
    public boolean getDisableMessageID() throws JMSException {
        return producer.getDisableMessageID();
    }

    @Override
    public void setDisableMessageTimestamp(boolean value) throws JMSException {
        producer.setDisableMessageTimestamp(value);
    }

    @Override
    public boolean getDisableMessageTimestamp() throws JMSException {
        return producer.getDisableMessageTimestamp();
    }

    @Override
    public void setDeliveryMode(int deliveryMode) throws JMSException {
        producer.setDeliveryMode(deliveryMode);
    }

    @Override
    public int getDeliveryMode() throws JMSException {
        return producer.getDeliveryMode();
    }

    @Override
    public void setPriority(int defaultPriority) throws JMSException {
        producer.setPriority(defaultPriority);
    }

    @Override
    public int getPriority() throws JMSException {
        return producer.getPriority();
    }

    @Override
    public void setTimeToLive(long timeToLive) throws JMSException {
        producer.setTimeToLive(timeToLive);
    }

    @Override
    public long getTimeToLive() throws JMSException {
        return producer.getTimeToLive();
    }

    @Override
    public void setDeliveryDelay(long deliveryDelay) throws JMSException {
        producer.setDeliveryDelay(deliveryDelay);
    }

    @Override
    public long getDeliveryDelay() throws JMSException {
        return producer.getDeliveryDelay();
    }

    @Override
    public Destination getDestination() throws JMSException {
        return producer.getDestination();
    }

    @Override
    public void close() throws JMSException {
        producer.close();
    }
}
