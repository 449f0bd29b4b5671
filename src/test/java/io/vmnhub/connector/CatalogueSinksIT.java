// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.cli.ConnectorCommand;
import io.vmnhub.fixture.DatabaseServer;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.fixture.PostgresqlServer;
import io.vmnhub.fixture.Receiver;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.ServerProgram;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Which sinks of Camel's catalogue confirm, from an SMSC through one hub to their real servers: what they make of a
 * server that has a message, refuses it, does not answer, and is away. The table of docs/connectors.md says the same.
 */
@NeedsPeer({Peer.KAFKA, Peer.RABBITMQ, Peer.MOSQUITTO, Peer.NATS, Peer.REDIS, Peer.PYFTPDLIB, Peer.POSTGRESQL})
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
class CatalogueSinksIT {

    /** By the name of the application, the sink and its properties; the place is the end of the number. */
    private static final Map<String, String> SINKS = new LinkedHashMap<>();

    private static final List<String> WEB = List.of("http-sink", "slack-sink", "telegram-sink");
    private static final List<String> ADDED = List.of(
            "kafka-sink",
            "spring-rabbitmq-sink",
            "mqtt5-sink",
            "nats-sink",
            "redis-sink",
            "postgresql-sink",
            "http-sink",
            "slack-sink",
            "telegram-sink",
            "ftp-sink");

    /** A component's name in the names of its threads. */
    private static final Map<String, String> THREADS = Map.of(
            "kafka-sink", "sink-kafka",
            "spring-rabbitmq-sink", "sink-spring-rabbitmq",
            "mqtt5-sink", "sink-paho-mqtt5",
            "nats-sink", "sink-nats",
            "redis-sink", "sink-spring-redis",
            "postgresql-sink", "sink-local-sql-postgres-sink",
            "http-sink", "sink-http",
            "slack-sink", "sink-slack",
            "telegram-sink", "sink-telegram",
            "ftp-sink", "sink-ftp");

    /** So many in a row, 100 ms apart, are no quick call. */
    private static final int LOOKS = 8;

    @TempDir
    static Path folder;

    private static CatalogueServers servers;
    private static DatabaseServer postgresql;
    private static ServerProgram mqttReader;
    private static Receiver web;
    private static volatile int status = 200;
    private static volatile boolean silent;
    private static RunningHub hub;
    private static Smsc smsc;
    private static final Map<String, Boolean> CONFIRMS = new TreeMap<>();
    private static final Map<String, Boolean> THREAD_WAITS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        servers = new CatalogueServers(Files.createDirectory(folder.resolve("servers")));
        web = Receiver.behaving(request -> {
            if (!silent) {
                request.response().setStatusCode(status).end("{\"ok\":true,\"result\":{}}");
            }
        });
        postgresql = PostgresqlServer.start().orElseThrow();
        Path home = Files.createDirectory(folder.resolve("hub"));
        HubFolder files = HubFolder.withoutApplications(home);
        for (String sink : ADDED) {
            add(home, sink);
        }
        sinks();
        prepare(home);
        // none of the servers but the database is there yet, and the hub starts
        hub = RunningHub.of(
                files,
                Map.of(
                        "camel.component.ss7-map.answer-within", "8000",
                        "vmnhub.connectors.within-millis", "12000",
                        "camel.component.telegram.base-uri", web.url()),
                Map.of());
        servers.start();
        postgresql.client("create table sms (id varchar(40), body varchar(200))");
        Path reader = Files.createDirectory(folder.resolve("servers/mqtt-reader"));
        smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(60))
                .open();
        smsc.activate();
        mqttReader = new ServerProgram(
                        reader,
                        servers.mosquitto.port(),
                        Map.of(),
                        "mosquitto_sub",
                        "-V",
                        "mqttv5",
                        "-p",
                        String.valueOf(servers.mosquitto.port()),
                        "-t",
                        "sms",
                        "-q",
                        "1")
                .start();
    }

    private static void sinks() {
        SINKS.put("other", "kamelet:log-sink");
        SINKS.put(
                "kafka-sink",
                sink(
                        "kafka-sink",
                        "topic: sms",
                        "bootstrapServers: 127.0.0.1:" + servers.kafka.port(),
                        "securityProtocol: PLAINTEXT",
                        "user: hub",
                        "password: sesame"));
        SINKS.put(
                "spring-rabbitmq-sink",
                sink(
                        "spring-rabbitmq-sink",
                        "host: 127.0.0.1",
                        "port: " + servers.rabbitmq.port(),
                        "username: guest",
                        "password: guest",
                        "exchangeName: sms",
                        "routingKey: sms",
                        "queues: sms",
                        "autoDeclareProducer: true"));
        SINKS.put(
                "mqtt5-sink",
                sink("mqtt5-sink", "topic: sms", "brokerUrl: tcp://127.0.0.1:" + servers.mosquitto.port()));
        SINKS.put(
                "nats-sink",
                sink(
                        "nats-sink",
                        "topic: sms",
                        "servers: 127.0.0.1:" + servers.nats.port(),
                        "jetstreamEnabled: true",
                        "jetstreamName: sms"));
        SINKS.put("nats-core", sink("nats-sink", "topic: plain", "servers: 127.0.0.1:" + servers.nats.port()));
        SINKS.put(
                "redis-sink",
                sink("redis-sink", "redisHost: 127.0.0.1", "redisPort: " + servers.redis.port(), "command: RPUSH"));
        SINKS.put(
                "postgresql-sink",
                sink(
                        "postgresql-sink",
                        "serverName: 127.0.0.1",
                        "serverPort: " + postgresqlPort(),
                        "username: hub",
                        "password: none",
                        "databaseName: hub",
                        "query: \"insert into sms (id, body) values (:#id, :#text)\""));
        SINKS.put("http-sink", sink("http-sink", "url: " + web.url() + "/http"));
        SINKS.put("slack-sink", sink("slack-sink", "channel: sms", "webhookUrl: " + web.url() + "/slack"));
        SINKS.put("telegram-sink", sink("telegram-sink", "authorizationToken: token", "chatId: \"1\""));
        SINKS.put(
                "ftp-sink",
                sink(
                        "ftp-sink",
                        "connectionHost: 127.0.0.1",
                        "connectionPort: " + servers.ftp.port(),
                        "username: hub",
                        "password: sesame",
                        "directoryName: /"));
        SINKS.put("file", "\"file:" + folder.resolve("out") + "\"");
    }

    private static String sink(String name, String... parameters) {
        return "\n                uri: kamelet:" + name + "\n                parameters:\n                  "
                + String.join("\n                  ", parameters);
    }

    private static String postgresqlPort() {
        return postgresql.settings().url().replaceFirst(".*127\\.0\\.0\\.1:(\\d+).*", "$1");
    }

    private static void add(Path home, String sink) throws IOException {
        Path repository = Path.of(System.getProperty("user.home"), ".m2/repository");
        Path settings = Files.writeString(
                folder.resolve("settings.xml"),
                "<settings><localRepository>" + repository + "</localRepository></settings>");
        StringWriter err = new StringWriter();
        int code = new CommandLine(new ConnectorCommand())
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute("add", sink, "--home", home.toString(), "--settings", settings.toString());
        assertThat(code).as(err.toString()).isZero();
    }

    private static void prepare(Path home) throws IOException {
        StringBuilder numbers = new StringBuilder("ranges:\n");
        int i = 0;
        for (Map.Entry<String, String> sink : SINKS.entrySet()) {
            numbers.append("  - {number: \"4477009001%02d\", firstImsi: \"2341500000001%02d\", application: %s}\n"
                    .formatted(i, i++, sink.getKey()));
            String key =
                    sink.getKey().equals("redis-sink") ? "            - setHeader: {name: key, constant: sms}\n" : "";
            Files.writeString(home.resolve("routes/applications/" + sink.getKey() + ".camel.yaml"), """
                    - route:
                        from:
                          uri: direct:%s
                          steps:
                    %s            - to: %s
                    """.formatted(
                            sink.getKey(), key, sink.getValue()));
        }
        Files.writeString(home.resolve("config/numbers.yaml"), numbers);
    }

    @AfterAll
    static void stop() throws Exception {
        smsc.close();
        for (ServerProgram server : servers.all()) {
            server.thaw();
        }
        hub.close();
        mqttReader.close();
        servers.close();
        postgresql.close();
        web.close();
    }

    private static CompletableFuture<Answer> send(String application, String text) {
        int place = List.copyOf(SINKS.keySet()).indexOf(application);
        return smsc.forwardSmAsync(
                3,
                "2341500000001%02d".formatted(place),
                SmsDeliverTpdu.from("447911123456").gsm7(text).encode());
    }

    /** The answers to one message for each application, and how they are. */
    private static Map<String, Boolean> confirmed(List<String> applications, String text) throws Exception {
        Map<String, CompletableFuture<Answer>> answers = new LinkedHashMap<>();
        applications.forEach(application -> answers.put(application, send(application, text + " " + application)));
        Map<String, Boolean> confirmed = new TreeMap<>();
        for (Map.Entry<String, CompletableFuture<Answer>> answer : answers.entrySet()) {
            confirmed.put(
                    answer.getKey(), answer.getValue().get(60, TimeUnit.SECONDS).isResult());
        }
        return confirmed;
    }

    /** Sends each a message until all are confirmed. */
    private static void soonConfirmed(List<String> applications, String text) {
        List<String> open = new ArrayList<>(applications);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    confirmed(open, text).forEach((application, confirmed) -> {
                        if (confirmed) {
                            open.remove(application);
                        }
                    });
                    assertThat(open).as(lastRecords()).isEmpty();
                });
    }

    /** The reasons of what failed, for whoever reads of a failure. */
    private static String lastRecords() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("hub/data/records"))) {
            StringBuilder failed = new StringBuilder();
            for (Path file : files.toList()) {
                Files.readString(file)
                        .lines()
                        .filter(line -> line.contains("failed"))
                        .forEach(line -> failed.append(line).append('\n'));
            }
            return failed.substring(Math.max(failed.length() - 4_000, 0));
        }
    }

    private static List<String> all() {
        return SINKS.keySet().stream().filter(name -> !name.equals("other")).toList();
    }

    private static Map<String, Boolean> each(List<String> applications, boolean confirmed) {
        return applications.stream().collect(toMap(name -> name, name -> confirmed, (a, b) -> a, TreeMap::new));
    }

    private static boolean has(String application, String text) {
        return switch (application) {
            case "kafka-sink" -> servers.kafka.holds(text);
            case "spring-rabbitmq-sink" -> servers.rabbitmq.holds(text);
            case "mqtt5-sink" -> mqttReader.holds(text);
            case "nats-sink" -> servers.nats.holds(text);
            case "redis-sink" -> servers.redis.holds(text);
            case "ftp-sink" -> servers.ftp.holds(text);
            case "file" -> new ServerProgram(folder.resolve("out"), 0, Map.of()).holds(text);
            case "postgresql-sink" -> rows(text) > 0;
            default ->
                web.received().stream().anyMatch(request -> request.body().contains(text));
        };
    }

    private static int rows(String text) {
        try {
            return Integer.parseInt(postgresql
                    .client("select count(*) from sms where body = '" + text + "'")
                    .strip());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Counts for how many looks in a row the same thread of a sink has been in a call. */
    private static void look(Map<String, Map<Thread, Integer>> calls) {
        Map<Thread, StackTraceElement[]> threads = Thread.getAllStackTraces();
        for (String sink : ADDED) {
            Map<Thread, Integer> counts = calls.computeIfAbsent(sink, name -> new HashMap<>());
            threads.forEach((thread, frames) -> {
                if (thread.getName().contains(THREADS.get(sink))) {
                    boolean calling = Stream.of(frames)
                            .anyMatch(frame -> frame.getClassName().endsWith("SinkCall"));
                    counts.put(thread, calling ? counts.getOrDefault(thread, 0) + 1 : 0);
                    THREAD_WAITS.merge(sink, counts.get(thread) >= LOOKS, Boolean::logicalOr);
                }
            });
        }
    }

    @Test
    @Order(1)
    void whatIsConfirmedIsWithTheServerAsJson() throws Exception {
        try (NatsSubscriber subscriber = new NatsSubscriber(servers.nats.port(), "plain")) {
            soonConfirmed(all(), "first");
            assertThat(subscriber.next()).contains("\"text\":\"first nats-core\"");
        }
        assertThat(confirmed(all(), "hello")).isEqualTo(each(all(), true));
        for (String application : all()) {
            if (!application.equals("nats-core")) {
                await(application).atMost(Duration.ofSeconds(20)).until(() -> has(application, "hello " + application));
            }
        }
    }

    @Test
    @Order(2)
    void whatAServerRefusesIsNotConfirmed() throws Exception {
        status = 503;
        try {
            assertThat(confirmed(WEB, "refused")).isEqualTo(each(WEB, false));
        } finally {
            status = 200;
        }
    }

    @Test
    @Order(3)
    void aServerThatDoesNotAnswerConfirmsNothingAndHoldsUpNoOtherApplication() throws Exception {
        List<String> silentOnes =
                all().stream().filter(name -> !name.equals("file")).toList();
        silent = true;
        try (Connection connection =
                        DriverManager.getConnection(postgresql.settings().url(), "hub", "");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table sms in access exclusive mode");
            for (ServerProgram server : servers.all()) {
                server.freeze();
            }
            List<CompletableFuture<Answer>> held = new ArrayList<>();
            for (int i = 0; i < 10; i++) { // more than there are route threads
                String text = "held " + i;
                silentOnes.stream()
                        .filter(name -> !name.equals("nats-core"))
                        .forEach(name -> held.add(send(name, text)));
            }
            CompletableFuture<Map<String, Boolean>> outcome = CompletableFuture.supplyAsync(() -> {
                try {
                    return confirmed(silentOnes, "silence");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            long begun = System.nanoTime();
            assertThat(send("other", "meanwhile").get(30, TimeUnit.SECONDS).isResult())
                    .isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
            assertThat(held)
                    .noneMatch(answer -> answer.isDone() && answer.join().isResult());
            Map<String, Map<Thread, Integer>> calls = new HashMap<>();
            await().atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        look(calls);
                        return outcome.isDone();
                    });
            CONFIRMS.putAll(outcome.get(90, TimeUnit.SECONDS).entrySet().stream()
                    .collect(toMap(Map.Entry::getKey, answer -> !answer.getValue())));
            assertThat(CONFIRMS).containsEntry("nats-core", false);
            CONFIRMS.remove("nats-core");
            assertThat(CONFIRMS).doesNotContainValue(false);
        } finally {
            silent = false;
            for (ServerProgram server : servers.all()) {
                server.thaw();
            }
        }
        theTableOfTheDocumentationSaysSo();
        soonConfirmed(all(), "again");
    }

    @Test
    @Order(4)
    void aServerThatIsAwayConfirmsNothingAndIsFoundAgain() throws Exception {
        List<String> gone = all().stream()
                .filter(name -> !WEB.contains(name) && !name.equals("nats-core"))
                .toList();
        mqttReader.close();
        for (ServerProgram server : servers.all()) {
            server.kill();
        }
        postgresql.kill();
        Path out = folder.resolve("out");
        Files.move(out, folder.resolve("out-before"));
        Files.writeString(out, "a file where a folder was");
        assertThat(confirmed(gone, "away")).isEqualTo(each(gone, false));
        List<ServerProgram> quick = List.of(servers.mosquitto, servers.redis, servers.ftp);
        CatalogueServers.start(quick);
        postgresql.launch();
        Files.delete(out);
        List<String> back = List.of("mqtt5-sink", "redis-sink", "ftp-sink", "postgresql-sink", "file");
        soonConfirmed(back, "back");
    }

    /** A thread that has been seen waiting is in the table; on a slow machine one may not be seen. */
    private static void theTableOfTheDocumentationSaysSo() throws IOException {
        List<String> rows = Files.readAllLines(Path.of("docs/connectors.md"));
        for (String sink : ADDED) {
            String confirms = "| `" + sink + "` | " + word(CONFIRMS.get(sink)) + " | ";
            String measured = confirms + (THREAD_WAITS.getOrDefault(sink, false) ? "yes | " : "");
            assertThat(rows).anyMatch(row -> row.startsWith(measured), measured);
        }
    }

    private static String word(boolean is) {
        return is ? "yes" : "no";
    }
}
