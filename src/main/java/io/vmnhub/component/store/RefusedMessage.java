// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.DeadLetterNotes;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Instant;
import java.util.Enumeration;
import java.util.HexFormat;

/**
 * A dead letter that an enterprise's reader has refused: the message as it stood in the queue, with
 * {@link DeadLetterNotes}.
 */
final class RefusedMessage {

    private static final String PLACE = "vmnhub_refusedFrom";
    /** Of the broker's making and of the notes; everything else is the message's own. */
    private static final String NOT_ITS_OWN = "(?:vmnhub_|_AMQ_|JMSX(?!GroupID)).*";

    private RefusedMessage() {}

    static boolean is(Message message) throws JMSException {
        return message.propertyExists(PLACE);
    }

    /** The queue it stood in. */
    static String place(Message message) throws JMSException {
        return message.getStringProperty(PLACE);
    }

    static DeadLetters.Content content(Message message) throws JMSException {
        DeadLetter letter = new DeadLetter(
                message.getStringProperty("vmnhub_id"),
                DeadLetter.Source.STORE,
                message.getStringProperty("vmnhub_reason"),
                message.getIntProperty("vmnhub_attempts"),
                storedAt(message),
                Instant.ofEpochMilli(message.getLongProperty("vmnhub_diedAt")));
        if (message instanceof TextMessage text) {
            return new DeadLetters.Content(letter, text.getText().startsWith("{"), text.getText());
        }
        return new DeadLetters.Content(letter, false, HexFormat.of().formatHex(octets(message)));
    }

    private static Instant storedAt(Message message) throws JMSException {
        return Instant.ofEpochMilli(message.getJMSTimestamp());
    }

    /** The message to be sent once more, without what made it a dead letter. */
    static Message again(Message refused, Session session) throws JMSException {
        Message message;
        if (refused instanceof TextMessage text) {
            message = session.createTextMessage(text.getText());
        } else {
            BytesMessage bytes = session.createBytesMessage();
            bytes.writeBytes(octets(refused));
            message = bytes;
        }
        message.setJMSCorrelationID(refused.getJMSCorrelationID());
        for (Enumeration<?> names = refused.getPropertyNames(); names.hasMoreElements(); ) {
            String name = (String) names.nextElement();
            if (!name.matches(NOT_ITS_OWN)) {
                message.setObjectProperty(name, refused.getObjectProperty(name));
            }
        }
        return message;
    }

    private static byte[] octets(Message message) throws JMSException {
        if (!(message instanceof BytesMessage bytes)) {
            throw new JMSException("the message is neither a text nor octets");
        }
        byte[] octets = new byte[Math.toIntExact(bytes.getBodyLength())];
        bytes.reset();
        bytes.readBytes(octets);
        return octets;
    }
}
