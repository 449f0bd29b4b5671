// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.sms.MessageIdentity;
import jakarta.jms.Message;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.qpid.jms.JmsDestination;
import org.apache.qpid.jms.JmsSession;
import org.apache.qpid.jms.message.JmsMessageIDBuilder;
import org.apache.qpid.jms.policy.JmsDefaultMessageIDPolicy;
import org.apache.qpid.jms.policy.JmsMessageIDPolicy;

/**
 * Gives messages in queues their identity for a message id: JMSMessageID, and so the message-id of AMQP, is {@code ID:}
 * and the identity written as a UUID: 122 of its 128 bits, and the version that Artemis gives every id on the wire. JMS
 * leaves the id to its clients, so each gets it in its own way: Artemis' before the producer sends, which must then
 * make none itself; Qpid's by the builder that it asks while it sends, in the thread that has made the message.
 * Thread-safe.
 */
public final class IdentityMessageIds implements JmsMessageIDPolicy {

    private static final int VERSION = org.apache.activemq.artemis.utils.UUID.TYPE_TIME_BASED;

    private final JmsMessageIDPolicy usual = new JmsDefaultMessageIDPolicy();
    private final ThreadLocal<String> next = new ThreadLocal<>();

    /**
     * Names a message that this thread sends next.
     *
     * @param identity empty for a message that gets an id as usual
     */
    public void name(Message message, Optional<MessageIdentity> identity) {
        if (message instanceof ActiveMQMessage artemis) {
            identity.ifPresent(known -> artemis.getCoreMessage()
                    .setUserID(new org.apache.activemq.artemis.utils.UUID(VERSION, octets(known))));
        } else if (identity.isPresent()) {
            next.set("ID:" + uuid(identity.get()));
        } else {
            next.remove();
        }
    }

    /** Whether the producer must not make an id for a message that was named. */
    static boolean isSet(Message message) {
        return message instanceof ActiveMQMessage artemis
                && artemis.getCoreMessage().getUserID() != null;
    }

    /** With the bits of version and variant. */
    static UUID uuid(MessageIdentity identity) {
        return new UUID(identity.high() & ~0xF000L | VERSION << 12, identity.low() & ~(3L << 62) | 1L << 63);
    }

    private static byte[] octets(MessageIdentity identity) {
        UUID uuid = uuid(identity);
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    @Override
    public JmsMessageIDPolicy copy() {
        return this;
    }

    @Override
    public JmsMessageIDBuilder getMessageIDBuilder(JmsSession session, JmsDestination destination) {
        JmsMessageIDBuilder otherwise = usual.getMessageIDBuilder(session, destination);
        return (producer, sequence) -> {
            String id = next.get();
            next.remove();
            return id != null ? id : otherwise.createMessageID(producer, sequence);
        };
    }
}
