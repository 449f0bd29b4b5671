// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.Map;

/**
 * A persistent message of octets, with texts and numbers for properties.
 *
 * @param octets do not change them
 */
public record OctetsMessage(byte[] octets, Map<String, Object> properties) implements OutgoingMessage {

    @Override
    public Message message(Session session) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(octets);
        for (Map.Entry<String, Object> property : properties.entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        return message;
    }
}
