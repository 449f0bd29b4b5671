// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.fixture.BrokerElsewhere;
import io.vmnhub.fixture.StompReader;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.sms.ShortMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Transactions: those of an application that reads, and those of the hub that sends. */
class TransactionsIT {

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(strings = {"core", "amqp"})
    void whatAnApplicationRollsBackComesAgainAndWhatItCommitsIsGone(String protocol) throws Exception {
        try (StoreHub hub = StoreHub.listening(data, Optional.empty(), StoreHub.sink("acme", "format: text"))) {
            hub.deliver("acme", StoreHub.message("01A", "one"), StoreHub.message("01B", "two"));
            ConnectionFactory factory = protocol.equals("core") ? hub.core("acme") : hub.amqp("acme");
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(session.createQueue("sms.acme"))) {
                connection.start();
                assertThat(ids(consumer, 2)).containsExactly("01A", "01B");
                session.rollback();
                Message again = consumer.receive(20_000);
                assertThat(again.getStringProperty("smsMessageId")).isEqualTo("01A");
                assertThat(again.getJMSRedelivered()).isTrue();
                assertThat(ids(consumer, 1)).containsExactly("01B");
                session.commit();
            }
            assertThat(waiting(hub, "sms.acme")).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"core, true", "amqp, true", "amqp, false"})
    void aSinkDeliversEachMessageOnceByCommitsOrWithoutAndConfirmsWhatIsThere(String protocol, boolean transacted)
            throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String sink = """
                - route:
                    from:
                      uri: direct:acme
                      steps:
                        - to:
                            uri: kamelet:%s-sink
                            parameters:
                              url: %s://127.0.0.1:%d
                              destination: incoming
                              transacted: %s
                              batchSize: 50
                """.formatted(
                protocol.equals("core") ? "jms" : "amqp", protocol.equals("core") ? "tcp" : "amqp", port, transacted);
        try (StoreHub hub = new StoreHub(StoreHub.settings(data.resolve("own")))
                .routes(sink)
                .start()) {
            assertThat(hub.send("direct:acme", StoreHub.message("gone", "x")).get(30, TimeUnit.SECONDS))
                    .isInstanceOf(NotConfirmedException.class);
            try (BrokerElsewhere broker = new BrokerElsewhere(data, port).start()) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> hub.send("direct:acme", StoreHub.message("first", "x"))
                                        .get(30, TimeUnit.SECONDS)
                                == null);
                List<CompletableFuture<Exception>> sends = new ArrayList<>();
                List<ShortMessage> messages = new ArrayList<>();
                for (int i = 0; i < 500; i++) {
                    messages.add(StoreHub.message("m" + i, "text"));
                }
                for (ShortMessage message : messages) {
                    sends.add(hub.send("direct:acme", message));
                }
                for (CompletableFuture<Exception> send : sends) {
                    assertThat(send.get(30, TimeUnit.SECONDS)).isNull();
                }
                assertThat(hub.send("direct:acme", StoreHub.message("m1", "again"))
                                .get(30, TimeUnit.SECONDS))
                        .as("it is there")
                        .isNull();
                List<String> read = broker.read("incoming");
                assertThat(read).hasSize(501).doesNotHaveDuplicates().contains("first", "m0", "m499");
            }
        }
    }

    private static List<String> ids(MessageConsumer consumer, int count) throws Exception {
        List<String> ids = new ArrayList<>();
        while (ids.size() < count) {
            Message message = consumer.receive(20_000);
            assertThat(message).as("after " + ids).isNotNull();
            ids.add(message.getStringProperty("smsMessageId"));
        }
        return ids;
    }

    private static int waiting(StoreHub hub, String queue) throws Exception {
        try (Connection connection = hub.core("acme").createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
            connection.start();
            return Collections.list(browser.getEnumeration()).size();
        }
    }

    /** Artemis takes STOMP's ACK out of its transactions, so that is all there is. */
    @Test
    void byStompWhatIsNotAcknowledgedComesAgain() throws Exception {
        try (StoreHub hub = StoreHub.listening(data, Optional.empty(), StoreHub.sink("acme", "format: text"))) {
            hub.deliver("acme", StoreHub.message("01A", "one"));
            try (StompReader reader = new StompReader(hub.port, "acme", "acme-secret", "sms.acme")) {
                reader.message("one");
            }
            try (StompReader reader = new StompReader(hub.port, "acme", "acme-secret", "sms.acme")) {
                reader.send("ACK\nid:" + reader.message("one") + "\nreceipt:done\n\n\0");
                reader.until("receipt-id:done");
            }
            assertThat(waiting(hub, "sms.acme")).isZero();
        }
    }
}
