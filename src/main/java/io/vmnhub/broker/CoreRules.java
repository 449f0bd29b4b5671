// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ActiveMQExceptionMessage_V2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.QueueAbstractPacket;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionAddMetaDataMessageV2;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionConsumerFlowCreditMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionProducerCreditsFailMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionRequestProducerCreditsMessage;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;

/**
 * What readers may say by Artemis' core protocol: what it takes to read, and questions about their own queues. Anything
 * else is refused before the broker sees it: clusters, replication, XA, producers, and questions about others' queues,
 * which Artemis answers to everybody.
 */
final class CoreRules implements Interceptor {

    private static final Set<Byte> READING = Set.of(
            PacketImpl.PING,
            PacketImpl.PACKETS_CONFIRMED,
            PacketImpl.CREATESESSION,
            PacketImpl.CREATESESSION_V2,
            PacketImpl.REATTACH_SESSION,
            PacketImpl.SESS_CREATECONSUMER,
            PacketImpl.SESS_ACKNOWLEDGE,
            PacketImpl.SESS_INDIVIDUAL_ACKNOWLEDGE,
            PacketImpl.SESS_EXPIRED,
            PacketImpl.SESS_COMMIT,
            PacketImpl.SESS_ROLLBACK,
            PacketImpl.SESS_START,
            PacketImpl.SESS_STOP,
            PacketImpl.SESS_CLOSE,
            PacketImpl.SESS_CONSUMER_CLOSE,
            PacketImpl.SESS_FORCE_CONSUMER_DELIVERY,
            PacketImpl.SUBSCRIBE_TOPOLOGY,
            PacketImpl.SUBSCRIBE_TOPOLOGY_V2,
            PacketImpl.DISCONNECT,
            PacketImpl.DISCONNECT_V2,
            PacketImpl.DISCONNECT_V3);
    private static final Set<Byte> QUESTIONS = Set.of(PacketImpl.SESS_QUEUEQUERY, PacketImpl.SESS_BINDINGQUERY);
    private static final Set<Byte> METADATA =
            Set.of(PacketImpl.SESS_ADD_METADATA2, PacketImpl.SESS_UNIQUE_ADD_METADATA);
    /** Nobody waits for an answer to these. */
    private static final Set<Byte> UNANSWERED =
            Set.of(PacketImpl.CREATE_PRODUCER, PacketImpl.REMOVE_PRODUCER, PacketImpl.SESS_FLOWTOKEN);
    /** What Artemis' JMS client notes of its sessions; other notes would gather without a bound. */
    private static final Set<String> KEYS = Set.of("jms-session", "jms-client-id");

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        if (SignedIn.channel(connection).isEmpty() || isAllowed(packet, SignedIn.user(connection))) {
            return true;
        }
        answer(packet, (CoreRemotingConnection) connection);
        return false;
    }

    private static boolean isAllowed(Packet packet, Optional<String> user) {
        byte type = packet.getType();
        if (type == PacketImpl.SESS_FLOWTOKEN) {
            return packet instanceof SessionConsumerFlowCreditMessage;
        }
        if (METADATA.contains(type)) {
            return packet instanceof SessionAddMetaDataMessageV2 note && KEYS.contains(note.getKey());
        }
        if (QUESTIONS.contains(type)) {
            return packet instanceof QueueAbstractPacket question
                    && user.filter(name -> isOwn(question, name)).isPresent();
        }
        return READING.contains(type);
    }

    private static boolean isOwn(QueueAbstractPacket question, String user) {
        String name = String.valueOf(
                question.getType() == PacketImpl.SESS_QUEUEQUERY ? question.getQueueName() : question.getAddress());
        String[] halves = name.split("::", 2);
        if (halves.length == 2) {
            return Queues.isOwn(halves[0], halves[1], user);
        }
        return Queues.isOwn(name, user) || Queues.isOwn(Queues.forEnterprise(user, true), name, user);
    }

    private static void answer(Packet packet, CoreRemotingConnection connection) {
        Channel channel = connection.getChannel(packet.getChannelID(), -1);
        if (packet instanceof SessionRequestProducerCreditsMessage request) {
            channel.send(new SessionProducerCreditsFailMessage(request.getCredits(), request.getAddress()));
        } else if (!UNANSWERED.contains(packet.getType())) {
            ActiveMQSecurityException refusal =
                    new ActiveMQSecurityException("a user of this broker may only read its own queues");
            channel.send(
                    packet.isResponseAsync()
                            ? new ActiveMQExceptionMessage_V2(packet.getCorrelationID(), refusal)
                            : new ActiveMQExceptionMessage(refusal));
        }
    }
}
