// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.util.AttributeKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.protocol.stomp.Stomp;
import org.apache.activemq.artemis.core.protocol.stomp.StompConnection;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrame;
import org.apache.activemq.artemis.core.protocol.stomp.StompFrameInterceptor;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has STOMP's NACK refuse: Artemis acknowledges what is refused. What a NACK names, and in the acknowledgement mode
 * {@code client} all before it, goes to the dead letters; then Artemis may acknowledge it. When that fails, nothing is
 * acknowledged and the connection ends.
 */
final class StompRules implements StompFrameInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(StompRules.class);
    private static final AttributeKey<Boolean> CUMULATIVE = AttributeKey.valueOf(StompRules.class, "cumulative");

    private final ActiveMQServer server;

    StompRules(ActiveMQServer server) {
        this.server = server;
    }

    @Override
    public boolean intercept(StompFrame frame, RemotingConnection connection) {
        if (Stomp.Commands.SUBSCRIBE.equals(frame.getCommand())
                && Stomp.Headers.Subscribe.AckModeValues.CLIENT.equals(
                        frame.getHeader(Stomp.Headers.Subscribe.ACK_MODE))) {
            SignedIn.channel(connection)
                    .ifPresent(channel -> channel.attr(CUMULATIVE).set(true));
        }
        if (!Stomp.Commands.NACK.equals(frame.getCommand())) {
            return true;
        }
        try {
            refuse(frame, (StompConnection) connection);
            return true;
        } catch (Exception e) {
            LOG.warn(
                    "Broker: a NACK of {} cannot be done, and its message comes again: {}",
                    connection.getRemoteAddress(),
                    e.getMessage());
            connection.destroy();
            return false;
        }
    }

    private void refuse(StompFrame frame, StompConnection connection) throws Exception {
        String id = frame.getHeader(Stomp.Headers.Ack.ID);
        String[] halves = String.valueOf(id == null ? frame.getHeader(Stomp.Headers.Ack.MESSAGE_ID) : id)
                .split(",", 2);
        if (halves.length < 2 || !halves[0].matches("[0-9]{1,18}") || !halves[1].matches("[0-9]{1,18}")) {
            return; // Artemis says what is wrong with it
        }
        ServerConsumer consumer = connection.getSession().getCoreSession().locateConsumer(Long.parseLong(halves[0]));
        if (consumer == null) {
            return;
        }
        boolean all = SignedIn.channel(connection)
                .map(channel -> channel.attr(CUMULATIVE).get())
                .orElse(false);
        for (MessageReference reference : refused(consumer, Long.parseLong(halves[1]), all)) {
            bury(reference);
        }
    }

    /**
     * The message of that id, with all that were given before it if {@code cumulative}; empty when there is none of the
     * id.
     */
    private static List<MessageReference> refused(ServerConsumer consumer, long messageId, boolean cumulative) {
        List<MessageReference> refused = new ArrayList<>();
        for (MessageReference reference : consumer.getDeliveringMessages()) {
            boolean named = reference.getMessage().getMessageID() == messageId;
            if (named || cumulative) {
                refused.add(reference);
            }
            if (named) {
                return refused;
            }
        }
        return List.of();
    }

    private void bury(MessageReference reference) throws Exception {
        Message message = reference.getMessage();
        String dead = server.getAddressSettingsRepository()
                .getMatch(message.getAddress())
                .getDeadLetterAddress()
                .toString();
        Message copy = message.copy(server.getStorageManager().generateID(), true);
        copy.referenceOriginalMessage(message, reference.getQueue().getName());
        copy.putStringProperty(DeadLetterNotes.REFUSED_BY, SimpleString.of("STOMP NACK"));
        copy.setAddress(dead);
        copy.setRoutingType(null);
        copy.reencode();
        server.getPostOffice().route(copy, false);
    }
}
