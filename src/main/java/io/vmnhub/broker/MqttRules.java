// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttTopicSubscription;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.AttributeKey;
import io.vmnhub.log.ThrottledLog;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTInterceptor;
import org.apache.activemq.artemis.core.protocol.mqtt.MQTTUtil;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.LoggerFactory;

/**
 * What readers may say by MQTT: connect under a client id of their own, and subscribe to {@code sms/<application>}.
 * Whoever says anything else is disconnected. Artemis' MQTT must not see it: it makes its queues' names of the client
 * id, and deletes the queue of a subscription that it refuses, whose-ever it is.
 */
final class MqttRules implements MQTTInterceptor {

    private static final AttributeKey<String> CLAIMED = AttributeKey.valueOf(MqttRules.class, "user");

    private static final int MOST_CLIENT_IDS = 10_000;
    private static final int LONGEST_CLIENT_ID = 128;

    private final ActiveMQServer server;
    private final Set<String> clientIds = ConcurrentHashMap.newKeySet();
    private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger(MqttRules.class));

    MqttRules(ActiveMQServer server) {
        this.server = server;
    }

    @Override
    public boolean intercept(MqttMessage message, RemotingConnection connection) {
        Channel channel = SignedIn.channel(connection).orElseThrow();
        String wrong = wrong(message, channel, String.valueOf(connection.getClientID()));
        if (wrong != null) {
            log.warn(
                    "",
                    "MQTT " + wrong,
                    () -> "Broker: " + channel.remoteAddress() + " " + wrong + "; its MQTT connection is closed");
        }
        return wrong == null;
    }

    private String wrong(MqttMessage message, Channel channel, String clientId) {
        String user = channel.attr(CLAIMED).get();
        return switch (message.fixedHeader().messageType()) {
            case CONNECT -> connect((MqttConnectMessage) message, channel);
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) message, user, clientId);
            case UNSUBSCRIBE ->
                topics(
                        user,
                        clientId,
                        ((MqttUnsubscribeMessage) message).payload().topics());
            case PUBLISH -> "(" + user + ") publishes, which readers may not";
            default -> null;
        };
    }

    /** Artemis remembers client ids, so there may not be any number of them. */
    private boolean isAmongFew(String clientId) {
        return clientIds.contains(clientId) || clientIds.size() < MOST_CLIENT_IDS && clientIds.add(clientId);
    }

    private String connect(MqttConnectMessage connect, Channel channel) {
        String user = connect.payload().userName();
        String clientId = connect.payload().clientIdentifier();
        if (user == null || channel.attr(CLAIMED).get() != null) {
            return "connects without a user name, or twice";
        }
        if (connect.variableHeader().isWillFlag()) {
            return "(" + user + ") has a will message, which readers may not";
        }
        if (clientId == null || !clientId.equals(user) && !clientId.startsWith(user + ":")) {
            return "(" + user + ") has a client id that is neither its user name nor begins with it and a colon";
        }
        if (clientId.length() > LONGEST_CLIENT_ID || !isAmongFew(clientId)) {
            return "(" + user + ") uses client ids without number or end";
        }
        channel.attr(CLAIMED).set(user);
        return null;
    }

    /** Quality of service 0 takes messages from the queue without a sign that they have arrived. */
    private String subscribe(MqttSubscribeMessage subscribe, String user, String clientId) {
        List<MqttTopicSubscription> subscriptions = subscribe.payload().topicSubscriptions();
        if (subscriptions.stream().anyMatch(subscription -> subscription.qualityOfService() != MqttQoS.AT_LEAST_ONCE)) {
            return "(" + user + ") subscribes with another quality of service than 1, which confirms what has arrived";
        }
        return topics(
                user,
                clientId,
                subscriptions.stream().map(MqttTopicSubscription::topicFilter).toList());
    }

    private String topics(String user, String clientId, List<String> topics) {
        WildcardConfiguration words = server.getConfiguration().getWildcardConfiguration();
        for (String topic : topics) {
            boolean shared = MQTTUtil.isSharedSubscription(topic) || topic.startsWith("$");
            String address = shared ? "" : MQTTUtil.getCoreAddressFromMqttTopic(topic, words);
            if (user == null
                    || shared
                    || !Queues.isOwn(address, user)
                    || !isQueue(address)
                    || server.locateQueue(MQTTUtil.getCoreQueueFromMqttTopic(topic, clientId, words)) != null) {
                return "(" + user + ") subscribes to something that is not its queue; sms/" + user + " is";
            }
        }
        return null;
    }

    private boolean isQueue(String address) {
        Queue queue = server.locateQueue(SimpleString.of(address));
        return queue != null
                && queue.getRoutingType() == RoutingType.ANYCAST
                && queue.getAddress().toString().equals(address);
    }
}
