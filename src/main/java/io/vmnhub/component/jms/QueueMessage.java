// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.broker.IdentityMessageIds;
import io.vmnhub.broker.OutgoingMessage;
import io.vmnhub.exchange.MessageTrace;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.Concatenation;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.UtcTime;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * A short message as an enterprise finds it in a queue; {@code docs/mq.md} is the contract. The body is the JSON form,
 * the text, or the user data's octets; 8-bit messages have no text and go as octets. The properties say the rest.
 */
final class QueueMessage implements OutgoingMessage {

    /** Artemis drops a second message with the same value; other brokers carry it like any property. */
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    /** The forms of the body. */
    enum Form {
        JSON,
        TEXT,
        BYTES
    }

    /** What is the same for all messages of a sink. */
    record Maker(
            Form form,
            int priority,
            Duration expireAfter,
            boolean groupBySender,
            ObjectMapper mapper,
            IdentityMessageIds ids) {

        QueueMessage message(Exchange exchange) throws IOException {
            Object body = exchange.getMessage().getBody();
            Optional<ShortMessage> sms = body instanceof ShortMessage message ? Optional.of(message) : Optional.empty();
            Object content;
            if (sms.isEmpty()) {
                content = body instanceof byte[] ? body : exchange.getMessage().getBody(String.class);
            } else if (form == Form.JSON) {
                content = mapper.writeValueAsString(sms.get());
            } else if (form == Form.TEXT && sms.get().hasText()) {
                content = sms.get().text();
            } else {
                content = sms.get().userData();
            }
            if (content == null) {
                throw new IOException("the route left no body that can be put into a queue");
            }
            return new QueueMessage(
                    this,
                    content,
                    sms,
                    exchange.getMessage().getHeader(SmsConstants.APPLICATION, "", String.class),
                    exchange.getMessage().getHeader(MessageTrace.HEADER, String.class));
        }
    }

    private final Maker maker;
    private final Object content;
    private final Optional<ShortMessage> sms;
    private final String application;
    private final String traceparent;

    /** @param traceparent null when the message is not traced */
    private QueueMessage(
            Maker maker, Object content, Optional<ShortMessage> sms, String application, String traceparent) {
        this.traceparent = traceparent;
        this.maker = maker;
        this.content = content;
        this.sms = sms;
        this.application = application;
    }

    @Override
    public Message message(Session session) throws JMSException {
        Message message;
        if (content instanceof byte[] octets) {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(octets);
            message = bytes;
        } else {
            message = session.createTextMessage((String) content);
        }
        message.setStringProperty("smsApplication", application);
        if (traceparent != null) {
            message.setStringProperty(MessageTrace.HEADER, traceparent);
        }
        if (sms.isPresent()) {
            describe(sms.get(), message);
        }
        maker.ids().name(message, sms.map(ShortMessage::identity));
        return message;
    }

    private void describe(ShortMessage sms, Message message) throws JMSException {
        message.setJMSCorrelationID(sms.id());
        message.setStringProperty(DUPLICATE_ID, sms.identity().toString());
        message.setStringProperty("smsMessageId", sms.id());
        message.setStringProperty("smsIdentity", sms.identity().toString());
        message.setStringProperty("smsKind", sms.kind().word());
        if (sms.statusReport().isPresent()) {
            message.setIntProperty("smsStatus", sms.statusReport().get().status());
            message.setStringProperty(
                    "smsStatusOutcome", sms.statusReport().get().outcome().word());
            message.setIntProperty(
                    "smsMessageReference", sms.statusReport().get().messageReference());
        }
        message.setStringProperty("smsFrom", sms.originatingAddress().value());
        message.setStringProperty(
                "smsFromType", sms.originatingAddress().typeOfNumber().name());
        message.setStringProperty("smsTo", sms.destinationAddress().value());
        message.setStringProperty(
                "smsAlphabet", sms.deliver().dataCodingScheme().alphabet().name());
        message.setIntProperty(
                "smsDataCodingScheme", sms.deliver().dataCodingScheme().value());
        message.setIntProperty("smsProtocolIdentifier", sms.deliver().protocolIdentifier());
        message.setStringProperty("smsServiceCentreAddress", sms.serviceCentreAddress());
        message.setStringProperty("smsReceivedAt", UtcTime.of(sms.receivedAt()));
        if (sms.deliver().serviceCentreTimestamp().isPresent()) {
            message.setStringProperty(
                    "smsServiceCentreTimestamp",
                    DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
                            sms.deliver().serviceCentreTimestamp().get()));
        }
        Optional<Concatenation> concatenation = sms.concatenation();
        if (concatenation.isPresent()) {
            message.setIntProperty(
                    "smsConcatenationReference", concatenation.get().reference());
            message.setIntProperty("smsConcatenationTotal", concatenation.get().total());
            message.setIntProperty("smsConcatenationNumber", concatenation.get().number());
        }
        if (maker.groupBySender()) {
            message.setStringProperty("JMSXGroupID", sms.originatingAddress().value());
        }
    }

    @Override
    public int priority() {
        return maker.priority();
    }

    @Override
    public long timeToLive() {
        return maker.expireAfter().toMillis();
    }
}
