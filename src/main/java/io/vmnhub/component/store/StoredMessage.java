// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.broker.OctetsMessage;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.sms.StatusReport;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/**
 * A message as the store keeps it: what a route had at the store's action and finds again at its source.
 *
 * @param form what the body was
 * @param body the message's octets, a text in UTF-8, or octets
 * @param headers the exchange's headers that are texts, numbers or truth values
 * @param storedAt when the hub took responsibility for it
 */
record StoredMessage(Form form, byte[] body, Map<String, Object> headers, Instant storedAt) {

    /** The kind of body, with the code that stands for it in what is stored: it never changes. */
    enum Form {
        /** A short message as JSON, as earlier versions stored it. */
        JSON(0),
        TEXT(1),
        OCTETS(2),
        SHORT_MESSAGE(3);

        private final int code;

        Form(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Form> of(int code) {
            return Arrays.stream(values()).filter(form -> form.code == code).findFirst();
        }
    }

    static final String OWN = "vmnhub_";

    /** @throws IllegalArgumentException when the body is nothing that can be kept */
    static StoredMessage of(Exchange exchange) {
        Object content = exchange.getMessage().getBody();
        Map<String, Object> headers = new HashMap<>();
        exchange.getMessage().getHeaders().forEach((name, value) -> {
            if (StoredForm.keeps(value)) {
                headers.put(name, value);
            }
        });
        Instant now = Instant.now();
        if (content instanceof ShortMessage message) {
            return new StoredMessage(Form.SHORT_MESSAGE, StoredShortMessage.octets(message), headers, now);
        }
        if (content instanceof byte[] octets) {
            return new StoredMessage(Form.OCTETS, octets, headers, now);
        }
        String text = exchange.getMessage().getBody(String.class);
        if (text == null) {
            throw new IllegalArgumentException("the body is "
                    + (content == null ? "empty" : "a " + content.getClass().getName()) + ", which cannot be stored");
        }
        return new StoredMessage(Form.TEXT, text.getBytes(StandardCharsets.UTF_8), headers, now);
    }

    /** Reads what {@link #message} has written. */
    static StoredMessage of(Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes)) {
            throw new JMSException("the message is none that this hub has stored");
        }
        byte[] octets = new byte[Math.toIntExact(bytes.getBodyLength())];
        bytes.reset();
        bytes.readBytes(octets);
        try {
            return StoredForm.message(octets);
        } catch (IOException e) {
            throw (JMSException)
                    new JMSException("the message is none that this hub has stored: " + e.getMessage()).initCause(e);
        }
    }

    /** The message for a queue; {@code notes} are its properties, by names that begin with {@value #OWN}. */
    OctetsMessage message(Map<String, Object> notes) {
        Map<String, Object> properties = new HashMap<>();
        notes.forEach((name, value) -> properties.put(OWN + name, value));
        return new OctetsMessage(StoredForm.octets(this), properties);
    }

    /** Puts body and headers into {@code exchange}. */
    void restore(Exchange exchange, ObjectMapper mapper) throws IOException {
        exchange.getMessage().getHeaders().putAll(headers);
        switch (form) {
            case JSON -> restore(mapper.readValue(body, ShortMessage.class), exchange);
            case SHORT_MESSAGE -> restore(StoredShortMessage.message(body), exchange);
            case TEXT -> exchange.getMessage().setBody(new String(body, StandardCharsets.UTF_8));
            case OCTETS -> exchange.getMessage().setBody(body);
        }
    }

    private static void restore(ShortMessage message, Exchange exchange) {
        exchange.getMessage().setBody(message);
        message.deliver()
                .serviceCentreTimestamp()
                .ifPresent(time -> exchange.getMessage().setHeader(SmsConstants.SERVICE_CENTRE_TIMESTAMP, time));
        message.statusReport()
                .flatMap(StatusReport::dischargeTime)
                .ifPresent(time -> exchange.getMessage().setHeader(SmsConstants.DISCHARGE_TIME, time));
    }

    boolean isShortMessage() {
        return form == Form.JSON || form == Form.SHORT_MESSAGE;
    }

    /** The body as operators see it: a short message as JSON, octets in hexadecimal digits. */
    String content(ObjectMapper mapper) throws IOException {
        return switch (form) {
            case JSON, TEXT -> new String(body, StandardCharsets.UTF_8);
            case SHORT_MESSAGE -> mapper.writeValueAsString(StoredShortMessage.message(body));
            case OCTETS -> HexFormat.of().formatHex(body);
        };
    }

    /** The same, taken at another time. */
    StoredMessage at(Instant time) {
        return new StoredMessage(form, body, headers, time);
    }

    String id() {
        return String.valueOf(headers.getOrDefault(SmsConstants.MESSAGE_ID, "without id"));
    }
}
