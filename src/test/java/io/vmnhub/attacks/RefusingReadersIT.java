// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.broker.BrokerProtocol;
import io.vmnhub.broker.ListenerLimits;
import io.vmnhub.component.store.DeadLetter;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader refuses stands among its application's dead letters, with the reason, and can be replayed. */
class RefusingReadersIT {

    private static final int ACCEPTED = 1;
    private static final int REJECTED = 2;
    private static final int RELEASED = 3;
    private static final int MODIFIED = 4;
    private static final Pattern ACK = Pattern.compile("\nack:([^\n]+)\n");

    @TempDir
    Path data;

    private AttackedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new AttackedBroker(data, Set.of(BrokerProtocol.AMQP, BrokerProtocol.STOMP), ListenerLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    /** Reads one message by AMQP and ends its delivery so, by Qpid JMS's property for it. */
    private Message read(int end) throws Exception {
        JmsConnectionFactory factory =
                new JmsConnectionFactory("acme", "acme-secret", "amqp://127.0.0.1:" + broker.port);
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(false, 101); // Qpid JMS: individual acknowledgement
            Message message =
                    session.createConsumer(session.createQueue("sms.acme")).receive(20_000);
            assertThat(message).isNotNull();
            String text = ((TextMessage) message).getText();
            assertThat(text).isEqualTo("own");
            message.setIntProperty("JMS_AMQP_ACK_TYPE", end);
            message.acknowledge();
            return message;
        }
    }

    private void expectDeadAndReplay(String id, String reason) throws Exception {
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.messages("dead.acme") == 1);
        assertThat(broker.messages("sms.acme")).isZero();
        List<DeadLetter> letters = broker.hub.store.deadLetters().list("acme", 10);
        assertThat(letters).hasSize(1);
        assertThat(letters.get(0).messageId()).isEqualTo(id);
        assertThat(letters.get(0).reason()).contains("its reader refused it").contains(reason);
        assertThat(broker.hub.counted("acme", "dead")).isEqualTo(1);
        assertThat(broker.hub.store.deadLetters().find("acme", id).orElseThrow().body())
                .isEqualTo("own");
        assertThat(broker.hub.store.deadLetters().replay("acme", id)).isTrue();
        assertThat(broker.messages("dead.acme")).isZero();
        Message again = read(ACCEPTED);
        assertThat(again.getStringProperty("smsMessageId")).isEqualTo(id);
        assertThat(again.getStringProperty("smsFrom")).isEqualTo("447700900123");
        assertThat(again.propertyExists("vmnhub_reason")).isFalse();
    }

    @Test
    void amqpRejectedIsADeadLetter() throws Exception {
        read(REJECTED);
        expectDeadAndReplay("01A", "AMQP rejected");
    }

    @Test
    void amqpReleasedAndModifiedComeAgain() throws Exception {
        read(RELEASED);
        read(MODIFIED);
        read(ACCEPTED);
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.messages("sms.acme") == 0);
        assertThat(broker.messages("dead.acme")).isZero();
    }

    @Test
    void stompNackIsADeadLetter() throws Exception {
        nack("client-individual", 1);
        expectDeadAndReplay("01A", "STOMP NACK");
    }

    @Test
    void stompNackOfTheLastInModeClientRefusesAllBeforeItToo() throws Exception {
        broker.deliver("acme", "01C", "own");
        broker.deliver("acme", "01D", "own");
        nack("client", 3);
        await().atMost(Duration.ofSeconds(30)).until(() -> broker.messages("dead.acme") == 3);
        assertThat(broker.messages("sms.acme")).isZero();
    }

    /** Reads so many messages and refuses the last. */
    private void nack(String mode, int messages) throws Exception {
        try (Socket socket = broker.connect()) {
            socket.getOutputStream()
                    .write(("CONNECT\naccept-version:1.2\nhost:hub\nlogin:acme\npasscode:acme-secret\n\n\0"
                                    + "SUBSCRIBE\nid:1\ndestination:sms.acme\nack:" + mode
                                    + "\nsubscription-type:ANYCAST\n\n\0")
                            .getBytes(StandardCharsets.UTF_8));
            String ack = "";
            for (int i = 0; i < messages; i++) {
                Matcher found = ACK.matcher(until(socket, "own\0"));
                assertThat(found.find()).isTrue();
                ack = found.group(1);
            }
            socket.getOutputStream().write(("NACK\nid:" + ack + "\nreceipt:1\n\n\0").getBytes(StandardCharsets.UTF_8));
            assertThat(until(socket, "\0")).contains("RECEIPT");
        }
    }

    private static String until(Socket socket, String end) throws Exception {
        StringBuilder read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as(read.toString()).isNotNegative();
            read.append((char) octet);
        }
        return read.toString();
    }
}
