// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.ListenerLimits;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One user of the broker takes no more connections, consumers and unacknowledged messages than allowed; afterwards
 * there is room again.
 */
class BrokerLimitsIT {

    @TempDir
    Path data;

    private AttackedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new AttackedBroker(
                data,
                Set.of(BrokerProtocol.AMQP, BrokerProtocol.CORE),
                new ListenerLimits(100, 100, 3, 4, 10, Duration.ofSeconds(10)));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private ConnectionFactory factory(String protocol, String user) {
        return protocol.equals("core")
                ? new ActiveMQJMSConnectionFactory("tcp://127.0.0.1:" + broker.port, user, user + "-secret")
                : new JmsConnectionFactory(user, user + "-secret", "amqp://127.0.0.1:" + broker.port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void connectionsOfOneUserAreBounded(String protocol) throws Exception {
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                open.add(connect(protocol, "acme"));
            }
            assertThatThrownBy(() -> connect(protocol, "acme")).isInstanceOf(JMSException.class);
            connect(protocol, "bank").close();
        } finally {
            for (Connection connection : open) {
                connection.close();
            }
        }
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            connect(protocol, "acme").close();
            return true;
        });
    }

    private Connection connect(String protocol, String user) throws JMSException {
        Connection connection = factory(protocol, user).createConnection();
        try {
            connection.start();
            connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            return connection;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void consumersOfOneUserAreBounded(String protocol) throws Exception {
        try (Connection connection = connect(protocol, "acme")) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Queue queue = session.createQueue("sms.acme");
            List<MessageConsumer> open = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                open.add(session.createConsumer(queue));
            }
            assertThatThrownBy(() -> session.createConsumer(queue)).isInstanceOf(JMSException.class);
            open.get(0).close();
            session.createConsumer(queue);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void unacknowledgedMessagesOfOneQueueAreBounded(String protocol) throws Exception {
        for (int i = 0; i < 30; i++) {
            broker.deliver("acme", "m" + i, "text " + i);
        }
        try (Connection connection = connect(protocol, "acme")) {
            Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
            MessageConsumer consumer = session.createConsumer(session.createQueue("sms.acme"));
            int read = 0;
            Message last = null;
            for (Message message = consumer.receive(10_000); message != null; message = consumer.receive(1_500)) {
                read++;
                last = message;
            }
            assertThat(read).isEqualTo(10);
            while (read < 31) {
                last.acknowledge();
                for (Message message = consumer.receive(10_000); message != null; message = consumer.receive(1_500)) {
                    read++;
                    last = message;
                }
            }
            last.acknowledge();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> broker.messages("sms.acme") == 0);
    }
}
