// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.BrokerSettings;
import io.vmnhub.broker.ListenerLimits;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.StoreHub;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueSinkIT {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:acme
                  steps:
                    - to:
                        uri: kamelet:jms-sink
                        parameters:
                          format: text
                          groupBySender: true
            - route:
                from:
                  uri: direct:bank
                  steps:
                    - to: kamelet:jms-sink
            """;

    @TempDir
    Path data;

    private int port;
    private StoreHub hub;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        hub = new StoreHub(new BrokerSettings(
                "",
                "",
                "",
                data,
                1_000,
                1_000_000,
                Optional.of(new BrokerSettings.Listener(
                        "127.0.0.1",
                        port,
                        Map.of("acme", "acme-secret", "bank", "bank-secret"),
                        Optional.empty(),
                        "",
                        Set.of(BrokerProtocol.values()),
                        Map.of("acme", Set.of("audit")),
                        ListenerLimits.DEFAULT))));
        hub.routes(ROUTES).start();
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private ConnectionFactory core(String user, String password) {
        return new ActiveMQJMSConnectionFactory("tcp://127.0.0.1:" + port, user, password);
    }

    private ConnectionFactory amqp(String user, String password) {
        return new JmsConnectionFactory(user, password, "amqp://127.0.0.1:" + port);
    }

    private static Message read(ConnectionFactory factory, String queue) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            return consumer.receive(5_000);
        }
    }

    @Test
    void anApplicationReadsItsQueueByCoreJmsAndByAmqp() throws Exception {
        assertThat(hub.send("direct:acme", StoreHub.message("01A", "Grüße 😀")).get(10, TimeUnit.SECONDS))
                .isNull();
        Message message = read(core("acme", "acme-secret"), "sms.acme");
        assertThat(((TextMessage) message).getText()).isEqualTo("Grüße 😀");
        assertThat(message.getStringProperty("smsMessageId")).isEqualTo("01A");
        assertThat(message.getStringProperty("smsFrom")).isEqualTo("447700900123");
        assertThat(message.getStringProperty("smsTo")).isEqualTo("447700900001");
        assertThat(message.getStringProperty("smsServiceCentreTimestamp")).isEqualTo("2026-11-22T04:05:06+05:45");
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("447700900123");
        assertThat(message.getJMSCorrelationID()).isEqualTo("01A");

        assertThat(hub.send("direct:bank", StoreHub.message("01B", "two")).get(10, TimeUnit.SECONDS))
                .isNull();
        Message json = read(amqp("bank", "bank-secret"), "sms.bank");
        assertThat(((TextMessage) json).getText()).contains("\"id\":\"01B\"", "\"text\":\"two\"");
        assertThat(json.getIntProperty("smsDataCodingScheme")).isEqualTo(8);
    }

    @Test
    void anApplicationReadsItsOwnQueuesAndNothingElseAndSendsNowhere() throws Exception {
        assertThat(hub.send("direct:bank", StoreHub.message("01B", "private")).get(10, TimeUnit.SECONDS))
                .isNull();
        for (String queue : new String[] {
            "sms.bank", "sms.acme.b", "sms.acme:#", "store.acme", "dead.acme", "sms.#", "#", "activemq.management"
        }) {
            assertThatThrownBy(() -> read(core("acme", "acme-secret"), queue))
                    .as(queue)
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> read(amqp("acme", "acme-secret"), queue))
                    .as(queue)
                    .isInstanceOf(JMSException.class);
        }
        assertThatThrownBy(() -> read(core("acme", "wrong"), "sms.acme")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> read(core("vmn-hub", ""), "sms.bank")).isInstanceOf(JMSSecurityException.class);
        assertThatThrownBy(() -> {
                    try (Connection connection = core("acme", "acme-secret").createConnection();
                            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                        session.createProducer(session.createQueue("sms.bank"))
                                .send(session.createTextMessage("forged"));
                    }
                })
                .isInstanceOf(JMSException.class);
    }

    @Test
    void anAmqpBrokerElsewhereConfirmsAndOneThatIsGoneDoesNot() throws Exception {
        // the hub's own broker stands for one elsewhere; its users may not send, so the hub's sink is refused by it
        hub.routes("""
                - route:
                    from:
                      uri: direct:outside
                      steps:
                        - to:
                            uri: kamelet:amqp-sink
                            parameters:
                              url: amqp://127.0.0.1:%d
                              username: acme
                              password: acme-secret
                              destination: sms.bank
                - route:
                    from:
                      uri: direct:gone
                      steps:
                        - to:
                            uri: kamelet:amqp-sink
                            parameters:
                              url: amqp://127.0.0.1:1
                """.formatted(port));
        assertThat(hub.send("direct:outside", StoreHub.message("01C", "x")).get(10, TimeUnit.SECONDS))
                .isInstanceOf(NotConfirmedException.class);
        assertThat(hub.send("direct:gone", StoreHub.message("01D", "x")).get(10, TimeUnit.SECONDS))
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageContaining("not connected");
    }

    /** STOMP 1.2 as anybody can speak it, without a library. */
    @Test
    void anApplicationReadsItsQueueByStomp() throws Exception {
        assertThat(hub.send("direct:acme", StoreHub.message("01A", "stomp")).get(10, TimeUnit.SECONDS))
                .isNull();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write(("CONNECT\naccept-version:1.2\nhost:hub\nlogin:acme\npasscode:acme-secret\n\n\0"
                                    + "SUBSCRIBE\nid:1\ndestination:sms.acme\nack:auto\nsubscription-type:ANYCAST\n\n\0")
                            .getBytes(StandardCharsets.UTF_8));
            StringBuilder frames = new StringBuilder();
            while (!frames.toString().contains("stomp\0")) {
                int octet = socket.getInputStream().read();
                assertThat(octet).as(frames.toString()).isNotNegative();
                frames.append((char) octet);
            }
            assertThat(frames.toString()).contains("CONNECTED", "smsMessageId:01A");
        }
    }

    /** MQTT 3.1.1 likewise: CONNECT, SUBSCRIBE with quality of service 1, then the PUBLISH. */
    @Test
    void anApplicationReadsItsQueueByMqttAndNobodyElses() throws Exception {
        try (Socket acme = mqtt("acme", "acme-secret");
                Socket bank = mqtt("bank", "bank-secret")) {
            assertThat(subscribe(acme, "sms/acme")).isEqualTo(1);
            assertThatThrownBy(() -> subscribe(bank, "sms/acme")).isInstanceOf(IOException.class);
            assertThat(hub.send("direct:acme", StoreHub.message("01A", "event")).get(10, TimeUnit.SECONDS))
                    .isNull();
            byte[] packet = new byte[2];
            acme.getInputStream().readNBytes(packet, 0, 2);
            assertThat(packet[0] & 0xF0).as("PUBLISH").isEqualTo(0x30);
            assertThat(new String(acme.getInputStream().readNBytes(packet[1]), StandardCharsets.UTF_8))
                    .contains("sms/acme")
                    .endsWith("event");
        }
    }

    @Test
    void aConfiguredSubscriptionGetsWhatIsSentToTheTopicBeforeItsReaderComes() throws Exception {
        hub.routes("""
                - route:
                    from:
                      uri: direct:acme-events
                      steps:
                        - to:
                            uri: kamelet:jms-sink
                            parameters: {topic: true, format: text, destination: events.acme}
                - route:
                    from:
                      uri: direct:bank-events
                      steps:
                        - to:
                            uri: kamelet:jms-sink
                            parameters: {topic: true, format: text, destination: events.bank}
                """);
        assertThat(hub.send("direct:acme-events", StoreHub.message("01A", "event"))
                        .get(10, TimeUnit.SECONDS))
                .isNull();
        assertThat(hub.send("direct:acme-events", StoreHub.message("01B", "event"))
                        .get(10, TimeUnit.SECONDS))
                .isNull();
        for (ConnectionFactory factory : List.of(core("acme", "acme-secret"), amqp("acme", "acme-secret"))) {
            try (Connection connection = factory.createConnection()) {
                connection.setClientID("acme");
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                connection.start();
                MessageConsumer audit = session.createDurableSubscriber(session.createTopic("events.acme"), "audit");
                assertThat(((TextMessage) audit.receive(10_000)).getText()).isEqualTo("event");
                assertThatThrownBy(() -> session.createDurableSubscriber(session.createTopic("events.acme"), "another"))
                        .isInstanceOf(JMSException.class);
            }
        }
        assertThat(hub.send("direct:bank-events", StoreHub.message("01C", "event"))
                        .get(10, TimeUnit.SECONDS))
                .as("nobody would have it")
                .isInstanceOf(NotConfirmedException.class)
                .hasMessageContaining("no queue takes");
    }

    private Socket mqtt(String user, String password) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(5_000);
        byte[] variable = bytes(
                "\0\4MQTT\4\u00C2\0\74",
                "\0\4",
                user,
                "\0" + (char) user.length(),
                user,
                "\0" + (char) password.length(),
                password);
        socket.getOutputStream().write(bytes("\20" + (char) variable.length));
        socket.getOutputStream().write(variable);
        assertThat(socket.getInputStream().readNBytes(4)).as("CONNACK").containsExactly(0x20, 2, 0, 0);
        return socket;
    }

    /** @return the quality of service granted, 0x80 for a refusal */
    private static int subscribe(Socket socket, String topic) throws IOException {
        socket.getOutputStream()
                .write(bytes("\u0082" + (char) (topic.length() + 5) + "\0\1\0" + (char) topic.length() + topic + "\1"));
        byte[] answer = socket.getInputStream().readNBytes(5);
        if (answer.length < 5) {
            throw new IOException("closed");
        }
        return answer[4] & 0xFF;
    }

    private static byte[] bytes(String... parts) {
        return String.join("", parts).getBytes(StandardCharsets.ISO_8859_1);
    }
}
