// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.contract.Messages;
import io.vmnhub.fixture.DeliveredJson;
import io.vmnhub.fixture.StoreHub;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MessageIdentity;
import io.vmnhub.sms.ShortMessage;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/mq.md promises of the messages in an application's queue and topic. */
class QueueContractIT {

    @TempDir
    Path data;

    private StoreHub hub(String... parameters) throws Exception {
        return StoreHub.listening(data, Optional.empty(), StoreHub.sink("acme", parameters));
    }

    /** The second part of three, with reference 200, from {@code sender}, without a timestamp that is a date. */
    private static ShortMessage part(String id, String sender) {
        return Messages.message()
                .id(id)
                .from(Address.international(sender))
                .protocolIdentifier(64)
                .dataCodingScheme(4)
                .withoutTimestamp()
                .element(0, 200, 3, 2)
                .userData(5, 0, 3, 200, 3, 2, 1, 2, 3)
                .text("")
                .build();
    }

    private static ShortMessage from(String sender, String id) {
        return Messages.message()
                .id(id)
                .from(Address.international(sender))
                .ucs2(id)
                .build();
    }

    private static Message read(ConnectionFactory factory) throws JMSException {
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("sms.acme"))) {
            connection.start();
            return consumer.receive(20_000);
        }
    }

    private static Map<String, Object> properties(Message message) throws JMSException {
        Map<String, Object> properties = new TreeMap<>();
        Enumeration<?> names = message.getPropertyNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            if (name.startsWith("sms")) {
                properties.put(name, message.getObjectProperty(name));
            }
        }
        return properties;
    }

    private static String messageId(String id) {
        String digits = MessageIdentity.ofId(id).toString();
        return "ID:"
                + UUID.fromString(digits.substring(0, 8) + '-' + digits.substring(8, 12) + "-1"
                        + digits.substring(13, 16) + '-' + "89ab".charAt(Character.digit(digits.charAt(16), 16) & 3)
                        + digits.substring(17, 20) + '-' + digits.substring(20));
    }

    @Test
    void aMessageThatItsSmscSendsAgainIsInTheQueueOnce() throws Exception {
        for (String transacted : List.of("false", "true")) {
            try (StoreHub hub = hub("format: json", "transacted: " + transacted)) {
                MessageIdentity identity = MessageIdentity.ofId("what both say, transacted: " + transacted);
                hub.deliver("acme", StoreHub.message("01A", "Hello").withIdentity(identity));
                hub.deliver(
                        "acme",
                        StoreHub.message("01B", "Hello").withIdentity(identity),
                        StoreHub.message("01C-" + transacted, "Hello"));
                assertThat(read(hub.core("acme")).getStringProperty("smsMessageId"))
                        .isEqualTo("01A");
                assertThat(read(hub.core("acme")).getStringProperty("smsMessageId"))
                        .isEqualTo("01C-" + transacted);
            }
        }
    }

    @Test
    void everyDocumentedPropertyIsThere() throws Exception {
        try (StoreHub hub = hub("format: json")) {
            hub.deliver("acme", StoreHub.message("01A", "Grüße 😀"), part("01B", "447700900123"));
            Message first = read(hub.core("acme"));
            assertThat(properties(first))
                    .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                            Map.entry("smsMessageId", "01A"),
                            Map.entry("smsIdentity", MessageIdentity.ofId("01A").toString()),
                            Map.entry("smsKind", "deliver"),
                            Map.entry("smsFrom", "447700900123"),
                            Map.entry("smsFromType", "INTERNATIONAL"),
                            Map.entry("smsTo", "447700900001"),
                            Map.entry("smsApplication", "acme"),
                            Map.entry("smsServiceCentreTimestamp", "2026-11-22T04:05:06+05:45"),
                            Map.entry("smsServiceCentreAddress", "447785016005"),
                            Map.entry("smsReceivedAt", "2026-11-21T22:20:07.123Z"),
                            Map.entry("smsAlphabet", "UCS2"),
                            Map.entry("smsDataCodingScheme", 8),
                            Map.entry("smsProtocolIdentifier", 0)));
            assertThat(first.getJMSCorrelationID()).isEqualTo("01A");
            assertThat(first.getJMSMessageID()).isEqualTo(messageId("01A"));
            assertThat(first.getStringProperty("_AMQ_DUPL_ID"))
                    .isEqualTo(MessageIdentity.ofId("01A").toString());
            JsonNode delivered = new ObjectMapper().readTree(((TextMessage) first).getText());
            assertThat(delivered.get("text").asText()).isEqualTo("Grüße 😀");
            assertThat(DeliveredJson.violations(delivered)).isEmpty();

            Message second = read(hub.amqp("acme"));
            assertThat(second.getJMSMessageID()).isEqualTo(messageId("01B"));
            assertThat(properties(second))
                    .containsEntry("smsConcatenationReference", 200)
                    .containsEntry("smsConcatenationTotal", 3)
                    .containsEntry("smsConcatenationNumber", 2)
                    .containsEntry("smsAlphabet", "OCTETS")
                    .containsEntry("smsProtocolIdentifier", 64)
                    .doesNotContainKey("smsServiceCentreTimestamp");
        }
    }

    @Test
    void aBodyIsTextOrTheOctetsOfTheWire() throws Exception {
        try (StoreHub hub = StoreHub.listening(
                data,
                Optional.empty(),
                StoreHub.sink("acme", "format: text")
                        + StoreHub.sink("bank", "format: bytes", "destination: sms.acme"))) {
            hub.deliver("acme", StoreHub.message("01A", "Grüße 😀"), part("01B", "447700900123"));
            hub.deliver("bank", StoreHub.message("01C", "Grüße 😀"));
            assertThat(((TextMessage) read(hub.core("acme"))).getText()).isEqualTo("Grüße 😀");
            assertThat(((BytesMessage) read(hub.core("acme"))).getBody(byte[].class))
                    .as("octets have no text")
                    .endsWith(1, 2, 3);
            assertThat(((BytesMessage) read(hub.amqp("acme"))).getBody(byte[].class))
                    .isEqualTo("Grüße 😀".getBytes(StandardCharsets.UTF_16BE));
        }
    }

    @Test
    void theUrgentOvertakeAndWhatHasExpiredIsNotRead() throws Exception {
        try (StoreHub hub = StoreHub.listening(
                data,
                Optional.empty(),
                StoreHub.sink("acme", "format: text")
                        + StoreHub.sink("urgent", "destination: sms.acme", "priority: 9", "format: text")
                        + StoreHub.sink("brief", "destination: sms.acme", "expireAfter: 1ms", "format: text"))) {
            hub.deliver("brief", StoreHub.message("01B", "brief"));
            hub.deliver("acme", StoreHub.message("01A", "ordinary"));
            hub.deliver("urgent", StoreHub.message("01U", "urgent"));
            Message first = read(hub.core("acme"));
            assertThat(first.getStringProperty("smsMessageId")).isEqualTo("01U");
            assertThat(first.getJMSPriority()).isEqualTo(9);
            Message second = read(hub.core("acme"));
            assertThat(second.getStringProperty("smsMessageId")).isEqualTo("01A");
            assertThat(second.getJMSPriority()).isEqualTo(4);
            assertThat(second.getJMSExpiration()).isZero();
        }
    }

    @Test
    void aSendersMessagesGoToOneReaderInTheirOrder() throws Exception {
        try (StoreHub hub = hub("format: text", "groupBySender: true");
                Connection connection = hub.core("acme").createConnection();
                Session one = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                Session two = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer ofOne = one.createConsumer(one.createQueue("sms.acme"));
                MessageConsumer ofTwo = two.createConsumer(two.createQueue("sms.acme"))) {
            connection.start();
            for (int i = 0; i < 50; i++) {
                hub.deliver("acme", from("44770090" + 1000 + i % 5, "m" + (100 + i)));
            }
            Map<String, List<String>> readers = new HashMap<>();
            Map<String, List<String>> order = new HashMap<>();
            int read = 0;
            for (MessageConsumer reader : List.of(ofOne, ofTwo)) {
                for (Message message = reader.receive(3_000); message != null; message = reader.receive(3_000)) {
                    readers.computeIfAbsent(message.getStringProperty("JMSXGroupID"), sender -> new ArrayList<>())
                            .add(reader == ofOne ? "one" : "two");
                    order.computeIfAbsent(message.getStringProperty("JMSXGroupID"), sender -> new ArrayList<>())
                            .add(message.getStringProperty("smsMessageId"));
                    read++;
                }
            }
            assertThat(read).isEqualTo(50);
            assertThat(readers)
                    .hasSize(5)
                    .allSatisfy((sender, who) -> assertThat(who).containsOnly(who.get(0)));
            assertThat(order).allSatisfy((sender, ids) -> assertThat(ids).isSorted());
            assertThat(readers.values().stream().map(who -> who.get(0)).distinct())
                    .as("both have work")
                    .hasSize(2);
        }
    }

    @Test
    void aConfiguredSubscriptionKeepsWhatComesWhileItsSubscriberIsAwayAndOthersMayNotSubscribe() throws Exception {
        try (StoreHub hub = hub("topic: true", "format: text")) {
            for (ConnectionFactory factory : List.of(hub.core("acme"), hub.amqp("acme"))) {
                subscribe(factory, 0);
                hub.deliver(
                        "acme",
                        StoreHub.message("01A" + factory.hashCode(), "one"),
                        StoreHub.message("01B" + factory.hashCode(), "two"));
                assertThat(subscribe(factory, 2)).containsExactly("one", "two");
            }
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> subscribe(hub.core("bank"), 0)))
                    .isInstanceOf(JMSException.class);
        }
    }

    private static List<String> subscribe(ConnectionFactory factory, int wanted) throws JMSException {
        try (Connection connection = factory.createConnection()) {
            connection.setClientID("acme");
            try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                    MessageConsumer subscriber =
                            session.createDurableSubscriber(session.createTopic("events.acme"), "archive")) {
                connection.start();
                List<String> texts = new ArrayList<>();
                while (texts.size() < wanted) {
                    Message message = subscriber.receive(20_000);
                    assertThat(message).as("after " + texts).isNotNull();
                    texts.add(((TextMessage) message).getText());
                }
                return texts;
            }
        }
    }
}
