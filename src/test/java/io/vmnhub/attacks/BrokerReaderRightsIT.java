// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.apache.activemq.artemis.core.protocol.core.impl.ChannelImpl.CHANNEL_ID.FEDERATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.ListenerLimits;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.federation.FederationDownstreamConfiguration;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.FederationDownstreamConnectMessage;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user of the broker can do nothing by JMS, over Artemis' core protocol and over AMQP 1.0, but read its own queues.
 */
class BrokerReaderRightsIT {

    @TempDir
    static Path data;

    private static AttackedBroker broker;

    /** Something that a user might try; returns what it has read, if anything. */
    private interface Operation {
        Message attempt(Connection connection, Session session) throws JMSException;
    }

    @BeforeAll
    static void start() throws Exception {
        broker = new AttackedBroker(data, Set.of(BrokerProtocol.CORE, BrokerProtocol.AMQP), ListenerLimits.DEFAULT);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    /** CVE-2026-27446: a broker may be told to connect to another one and to give it what it has. */
    @Test
    void aStrangerCannotHaveTheBrokerConnectElsewhere() throws Exception {
        FederationDownstreamConfiguration downstream = new FederationDownstreamConfiguration();
        downstream.setUpstreamConfiguration(
                new TransportConfiguration(NettyConnectorFactory.class.getName(), Map.of(), "elsewhere"));
        downstream.setName("elsewhere");
        FederationDownstreamConnectMessage request = new FederationDownstreamConnectMessage();
        request.setName("elsewhere");
        request.setStreamConfiguration(downstream);
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + broker.port);
                ClientSessionFactory factory = locator.createSessionFactory()) {
            Channel channel = ((CoreRemotingConnection) factory.getConnection()).getChannel(FEDERATION.id, -1);
            assertThatThrownBy(() -> channel.sendBlocking(request, PacketImpl.NULL_RESPONSE))
                    .hasMessageContaining("may only read");
        }
    }

    private static Message read(Session session, Destination destination) throws JMSException {
        return session.createConsumer(destination).receive(500);
    }

    private static Message send(Session session, Destination destination) throws JMSException {
        try (MessageProducer producer = session.createProducer(destination)) {
            producer.send(session.createTextMessage("forged"));
        }
        return null;
    }

    private static Message browse(Session session, String queue) throws JMSException {
        try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            return browser.getEnumeration().hasMoreElements()
                    ? (Message) browser.getEnumeration().nextElement()
                    : null;
        }
    }

    private static Map<String, Operation> operations() {
        Map<String, Operation> all = new LinkedHashMap<>();
        for (String queue : new String[] {
            "sms.bank",
            "store.bank",
            "dead.bank",
            "store.acme",
            "dead.acme",
            "bank.audit",
            "sms.acme::sms.bank",
            "sms.bank::sms.bank",
            "events.bank::bank.audit",
            "sms.acme::store.bank",
            "sms.acme::store.late",
            "sms.acme::another",
            "sms.acme:urgent",
            "sms.#",
            "#",
            "sms.*",
            "activemq.management",
            "activemq.notifications",
            "expired",
            "undelivered",
            "a.new.queue"
        }) {
            all.put("read the queue " + queue, (connection, session) -> read(session, session.createQueue(queue)));
            all.put("browse the queue " + queue, (connection, session) -> browse(session, queue));
            all.put("send to the queue " + queue, (connection, session) -> send(session, session.createQueue(queue)));
        }
        for (String topic : new String[] {
            "events.bank",
            "events.acme",
            "sms.acme",
            "sms.bank",
            "store.bank",
            "events.#",
            "a.new.topic",
            "events.acme::sms.bank",
            "events.acme::store.late",
            "activemq.notifications"
        }) {
            all.put(
                    "subscribe to the topic " + topic,
                    (connection, session) -> read(session, session.createTopic(topic)));
            all.put("send to the topic " + topic, (connection, session) -> send(session, session.createTopic(topic)));
            all.put(
                    "make a durable subscription to " + topic,
                    (connection, session) -> session.createDurableConsumer(session.createTopic(topic), "mine")
                            .receive(500));
            all.put(
                    "make a shared subscription to " + topic,
                    (connection, session) -> session.createSharedConsumer(session.createTopic(topic), "shared")
                            .receive(500));
            all.put(
                    "make a shared durable subscription to " + topic,
                    (connection, session) -> session.createSharedDurableConsumer(session.createTopic(topic), "audit2")
                            .receive(500));
        }
        all.put("send to the own queue", (connection, session) -> send(session, session.createQueue("sms.acme")));
        all.put("send to a destination that the message names", (connection, session) -> {
            session.createProducer(null).send(session.createQueue("sms.bank"), session.createTextMessage("forged"));
            return null;
        });
        all.put("make a temporary queue", (connection, session) -> read(session, session.createTemporaryQueue()));
        all.put("make a temporary topic", (connection, session) -> read(session, session.createTemporaryTopic()));
        all.put("delete the own subscription", (connection, session) -> {
            session.unsubscribe("audit");
            return null;
        });
        all.put(
                "change the own subscription's selector",
                (connection, session) -> session.createDurableConsumer(
                                session.createTopic("events.acme"), "audit", "a = 1", false)
                        .receive(500));
        all.put("ask the management for a queue's messages", (connection, session) -> {
            Message request = session.createTextMessage("[]");
            request.setStringProperty("_AMQ_ResourceName", "queue.sms.bank");
            request.setStringProperty("_AMQ_OperationName", "listMessagesAsJSON");
            session.createProducer(session.createQueue("activemq.management")).send(request);
            return null;
        });
        return all;
    }

    @TestFactory
    Stream<DynamicTest> nothingElseIsAllowedByCoreJms() {
        return tests(
                "core ",
                new ActiveMQJMSConnectionFactory(
                        "tcp://127.0.0.1:" + broker.port + "?callTimeout=5000", "acme", "acme-secret"));
    }

    @TestFactory
    Stream<DynamicTest> nothingElseIsAllowedByAmqp() {
        return tests(
                "AMQP ",
                new JmsConnectionFactory(
                        "acme",
                        "acme-secret",
                        "amqp://127.0.0.1:" + broker.port + "?jms.requestTimeout=5000&jms.sendTimeout=5000"));
    }

    private static Stream<DynamicTest> tests(String protocol, ConnectionFactory factory) {
        Map<String, String> before = broker.state();
        Stream<DynamicTest> refused = operations().entrySet().stream()
                .map(operation -> DynamicTest.dynamicTest(protocol + operation.getKey(), () -> {
                    expectRefusal(factory, operation.getKey(), operation.getValue());
                    assertThat(broker.state()).isEqualTo(before);
                }));
        return Stream.concat(refused, Stream.of(DynamicTest.dynamicTest(protocol + "reads its own queue", () -> {
            try (Connection connection = factory.createConnection()) {
                connection.start();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                assertThat(((TextMessage) session.createConsumer(session.createQueue("sms.acme"))
                                        .receive(10_000))
                                .getText())
                        .isEqualTo("own");
            }
            broker.deliver("acme", "01A" + protocol, "own");
        })));
    }

    /** An exception, or for a few harmless questions nothing at all; never a message. */
    private static void expectRefusal(ConnectionFactory factory, String name, Operation operation) throws JMSException {
        try (Connection connection = factory.createConnection()) {
            connection.setClientID("acme");
            connection.start();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Message read = operation.attempt(connection, session);
            assertThat(read).as("%s has read something", name).isNull();
            if (!name.startsWith("browse")
                    && !name.startsWith("delete")) { // an AMQP client is not told that nothing was deleted
                fail(name + " was not refused");
            }
        } catch (JMSException refused) {
            assertThat(refused).hasMessageNotContaining(AttackedBroker.SECRET);
        }
    }
}
