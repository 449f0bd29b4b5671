// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.HubProcess;
import io.vmnhub.fixture.KilledHubReceiver;
import io.vmnhub.fixture.MixedLoad;
import io.vmnhub.ss7.TestSettings;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub that is offered 1,000 messages a second in five modes at once — stored and delivered by webhook, webhook,
 * table, queue, REST — is killed and started again {@code -Dvmnhub.test.kills} times. Every message that was
 * acknowledged must have arrived, and each that arrived twice must be one that the rules allow: docs/messages.md for
 * the SMSC's repeats, docs/store.md for the store's.
 */
public class KilledHubIT {

    private static final int KILLS = Integer.getInteger("vmnhub.test.kills", 20);
    private static final int EACH_LIFE = Integer.getInteger("vmnhub.test.acknowledged", 600);
    private static final int IN_PROGRESS = 100;

    @TempDir
    Path home;

    private final int brokerPort = TestSettings.freePort();
    private final int httpPort = TestSettings.freePort();
    private final ObjectMapper json = new ObjectMapper();
    private final List<Instant> starts = new ArrayList<>();
    private final MixedLoad load = new MixedLoad(List.of("store", "confirm", "sql", "jms", "rest"));

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void noAcknowledgedMessageIsLostAndOnlyWhatWasInFlightAtAKillComesTwice() throws Exception {
        List<Arrival> arrivals = new ArrayList<>();
        try (KilledHubReceiver receiver = new KilledHubReceiver();
                HubProcess hub = hub()) {
            for (int life = 0; life < KILLS; life++) {
                start(hub, receiver, life);
                load.untilAcknowledged(hub.port(), EACH_LIFE, hub::kill);
            }
            start(hub, receiver, KILLS);
            load.untilAllAreAcknowledged(hub.port());
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(texts("store", "confirm"))
                            .as("acknowledged, and not posted")
                            .isSubsetOf(receiver.arrivals().stream()
                                    .map(Arrival::text)
                                    .toList()));
            arrivals.addAll(receiver.arrivals());
            arrivals.addAll(fromQueue());
            arrivals.addAll(overRest());
        }
        arrivals.addAll(fromTable());

        Map<String, List<Arrival>> byText = new TreeMap<>();
        arrivals.forEach(arrival -> byText.computeIfAbsent(arrival.text(), text -> new ArrayList<>())
                .add(arrival));
        assertThat(load.messages().keySet())
                .as("all were acknowledged in the end, so none may be missing")
                .isSubsetOf(byText.keySet());
        assertThat(byText.values())
                .as("who drops what has an identity that is known has each message once")
                .allSatisfy(times -> assertThat(
                                times.stream().map(Arrival::identity).distinct())
                        .hasSize(1));
        assertThat(arrivals.stream().map(Arrival::identity).distinct())
                .as("no two messages have the same identity")
                .hasSize(byText.size());
        assertThat(byText.entrySet().stream().filter(entry -> entry.getKey().matches("(jms|sql) .*")))
                .as("a broker and a table drop them themselves")
                .allSatisfy(entry -> assertThat(entry.getValue()).hasSize(1));
        int repeats = repeatedBySmsc(byText);
        int again = deliveredAgain(arrivals);
        System.out.printf(
                "%d kills: %,d messages acknowledged, %,d sent again after a lost answer; %d arrived twice by a "
                        + "repeat of the SMSC, %d from the "
                        + "store%n",
                KILLS, load.acknowledged(), load.repeatsOfAcknowledged(), repeats, again);
    }

    private List<String> texts(String... modes) {
        return load.messages().keySet().stream()
                .filter(text -> List.of(modes).contains(text.split(" ")[0]))
                .toList();
    }

    /**
     * An SMSC's repeat may be delivered when the SMSC never had an acknowledgement, and the hub had not yet given one
     * when it was killed; never otherwise. @return how many were
     */
    private int repeatedBySmsc(Map<String, List<Arrival>> byText) throws IOException {
        Set<String> acknowledged = records("answered", "answer", "result").keySet();
        assertThat(acknowledged).as("records of answers").isNotEmpty();
        int repeats = 0;
        for (Map.Entry<String, List<Arrival>> entry : byText.entrySet()) {
            Set<String> ids = entry.getValue().stream().map(Arrival::id).collect(Collectors.toSet());
            assertThat(ids.size() - 1)
                    .as(entry.getKey() + " under more than one id; attempts without acknowledgement")
                    .isLessThanOrEqualTo(load.messages().get(entry.getKey()).unacknowledged());
            assertThat(ids.stream().filter(acknowledged::contains))
                    .as(entry.getKey() + ", acknowledged by the hub and delivered again")
                    .hasSizeLessThanOrEqualTo(1);
            repeats += ids.size() - 1;
        }
        assertThat(load.repeatsOfAcknowledged())
                .as("acknowledged messages that the SMSC sent again, to be dropped")
                .isPositive();
        return repeats;
    }

    /**
     * One message with one id may come twice only from the store, in another life of the hub, when the hub had not
     * noted its delivery before it was killed; and of each life not more than may be in progress. @return how many did
     */
    private int deliveredAgain(List<Arrival> arrivals) throws IOException {
        Map<String, List<Arrival>> byId = new HashMap<>();
        arrivals.forEach(arrival ->
                byId.computeIfAbsent(arrival.id(), id -> new ArrayList<>()).add(arrival));
        Map<String, Instant> noted = records("ended", "outcome", "delivered");
        assertThat(noted).as("records of deliveries").isNotEmpty();
        Map<Integer, Integer> inFlight = new TreeMap<>();
        byId.values().stream().filter(times -> times.size() > 1).forEach(times -> {
            Arrival last = times.get(times.size() - 1);
            assertThat(last.text()).startsWith("store");
            assertThat(times.stream().map(Arrival::life))
                    .as("once in each life")
                    .doesNotHaveDuplicates();
            if (noted.containsKey(last.id())) {
                assertThat(noted.get(last.id()))
                        .as("its delivery was noted, and cannot be forgotten")
                        .isAfter(starts.get(last.life()));
            }
            times.subList(0, times.size() - 1).forEach(earlier -> inFlight.merge(earlier.life(), 1, Integer::sum));
        });
        assertThat(inFlight.values())
                .as("of each life, what was in progress when it ended")
                .allMatch(count -> count <= IN_PROGRESS);
        return inFlight.values().stream().mapToInt(Integer::intValue).sum();
    }

    private HubProcess hub() throws Exception {
        HubProcess hub = HubProcess.ofClasses(
                home,
                List.of(
                        "vmnhub.broker.port=" + brokerPort,
                        "vmnhub.broker.users.demo=demo-secret",
                        "vmnhub.http.port=" + httpPort,
                        "vmnhub.smpp.port=" + TestSettings.freePort()));
        Files.writeString(home.resolve("config/applications.yaml"), """
                applications:
                  demo:
                    messages:
                      duplicates: acknowledge
                    api:
                      requestsPerSecond: 1000
                      keys:
                        - name: reader
                          sha256: %s
                """.formatted(HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest("key".getBytes()))));
        return hub;
    }

    private void start(HubProcess hub, KilledHubReceiver receiver, int life) throws IOException {
        String webhook = "http://127.0.0.1:" + receiver.port() + "/" + life;
        hub.route(
                "demo",
                Files.readString(Path.of("src/test/resources/io/vmnhub/killed-hub.camel.yaml"))
                        .replace("WEBHOOK", webhook)
                        .replace("IN_PROGRESS", String.valueOf(IN_PROGRESS)));
        starts.add(Instant.now());
        hub.start();
    }

    private List<Arrival> fromQueue() throws Exception {
        List<Arrival> read = new ArrayList<>();
        try (Connection connection = new ActiveMQConnectionFactory(
                                "tcp://127.0.0.1:" + brokerPort, "demo", "demo-secret")
                        .createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue("sms.demo"))) {
            connection.start();
            for (Message message = consumer.receive(10_000); message != null; message = consumer.receive(3_000)) {
                read.add(new Arrival(
                        KILLS,
                        message.getStringProperty("smsMessageId"),
                        message.getStringProperty("smsIdentity"),
                        message.getBody(String.class)));
            }
        }
        return read;
    }

    /** Fetches and confirms until there is nothing left. */
    private List<Arrival> overRest() throws Exception {
        List<Arrival> read = new ArrayList<>();
        String messages = "http://127.0.0.1:" + httpPort + "/v1/smsmessaging/inbound/registrations/demo/messages";
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        while (true) {
            HttpResponse<String> batch =
                    client.send(request(messages + "?maxBatchSize=100").build(), HttpResponse.BodyHandlers.ofString());
            assertThat(batch.statusCode()).as(batch.body()).isEqualTo(200);
            JsonNode list = json.readTree(batch.body()).at("/inboundSMSMessageList/inboundSMSMessage");
            if (list.isEmpty()) {
                return read;
            }
            List<String> ids = new ArrayList<>();
            list.forEach(message -> {
                ids.add(message.get("messageId").asText());
                read.add(new Arrival(
                        KILLS,
                        message.get("messageId").asText(),
                        message.at("/shortMessage/identity").asText(),
                        message.get("message").asText()));
            });
            HttpResponse<String> confirmed = client.send(
                    request(messages + "/confirm")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(
                                    json.writeValueAsString(Map.of("messageIds", ids))))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(confirmed.statusCode()).as(confirmed.body()).isBetween(200, 299);
        }
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", "Bearer key")
                .timeout(Duration.ofSeconds(60));
    }

    private List<Arrival> fromTable() throws SQLException {
        List<Arrival> read = new ArrayList<>();
        try (java.sql.Connection connection = DriverManager.getConnection(DatabaseSettings.embeddedUrl(home));
                ResultSet rows = connection
                        .createStatement()
                        .executeQuery("select message_id, message_identity, text from sms_inbox")) {
            while (rows.next()) {
                read.add(new Arrival(KILLS, rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        return read;
    }

    /** The messages of which the hub noted an {@code event} with that outcome, and when first, by their ids. */
    private Map<String, Instant> records(String event, String field, String outcome) throws IOException {
        Map<String, Instant> noted = new HashMap<>();
        try (Stream<Path> files = Files.list(home.resolve("data/records"))) {
            for (Path file : files.toList()) {
                for (String line : Files.readAllLines(file)) {
                    JsonNode record = whole(line);
                    if (record.path("event").asText().equals(event)
                            && record.path(field).asText().equals(outcome)) {
                        noted.merge(
                                record.get("id").asText(),
                                Instant.parse(record.get("time").asText()),
                                (one, other) -> one.isBefore(other) ? one : other);
                    }
                }
            }
        }
        return noted;
    }

    /** A kill cuts a line, and the next life may go on behind it: such a line has no record. */
    private JsonNode whole(String line) {
        try {
            return json.readTree(line);
        } catch (JsonProcessingException e) {
            return json.createObjectNode();
        }
    }

    /** A message that its application has got. @param life of the hub that brought it, from 0 */
    public record Arrival(int life, String id, String identity, String text) {}
}
