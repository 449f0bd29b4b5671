package io.vmnhub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.vmnhub.northbound.store.DatabaseSettings;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub under load in three modes at once — store, SQL, confirm — is killed and started again, and every text that was acknowledged must have
 * arrived. {@code -Dvmnhub.test.kills=20} makes it longer.
 */
class KilledHubIT {

    private static final int KILLS = Integer.getInteger("vmnhub.test.kills", 2);
    private static final int WINDOW = 100;

    @TempDir
    Path home;

    private final Map<String, AtomicInteger> arrivals = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> arrivalsById = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    private HttpServer application() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.setExecutor(Executors.newFixedThreadPool(4));
        ObjectMapper json = new ObjectMapper();
        server.createContext("/", exchange -> {
            var message = json.readTree(exchange.getRequestBody());
            arrivals.computeIfAbsent(message.get("text").asText(), text -> new AtomicInteger()).incrementAndGet();
            arrivalsById.computeIfAbsent(message.get("id").asText(), id -> new AtomicInteger()).incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** The range of the demo belongs to one application: the text says which mode a message is for. */
    private static String routes(int webPort) {
        return """
                - route:
                    id: demo
                    from:
                      uri: direct:demo
                      steps:
                        - choice:
                            when:
                              - simple: "${header.CamelSmsText} startsWith 'store'"
                                steps:
                                  - to: kamelet:store-action
                              - simple: "${header.CamelSmsText} startsWith 'sql'"
                                steps:
                                  - to: kamelet:sql-sink
                            otherwise:
                              steps:
                                - to:
                                    uri: kamelet:webhook-sink
                                    parameters:
                                      url: http://127.0.0.1:%1$d/sms
                                      allowPrivateTargets: true
                - route:
                    id: demo-delivery
                    from:
                      uri: kamelet:store-source
                      parameters:
                        application: demo
                        redeliveryDelay: 100ms
                      steps:
                        - to:
                            uri: kamelet:webhook-sink
                            parameters:
                              url: http://127.0.0.1:%1$d/sms
                              allowPrivateTargets: true
                """.formatted(webPort);
    }

    @Test
    void noAcknowledgedMessageIsLostWhenTheHubIsKilled() throws Exception {
        HttpServer application = application();
        try (HubProcess hub = new HubProcess(home, List.of())) {
            hub.route("demo", routes(application.getAddress().getPort()));
            for (int round = 0; round <= KILLS; round++) {
                hub.start();
                int before = acknowledged.size();
                load(hub, round, round < KILLS);
                assertThat(acknowledged.size()).as("acknowledged in round " + round).isGreaterThan(before + 100);
            }
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(missing()).isEmpty());
        } finally {
            application.stop(0);
        }
        Set<String> rows = rows();
        assertThat(acknowledged).filteredOn(text -> text.startsWith("sql")).isNotEmpty().allMatch(rows::contains);
        assertThat(acknowledged).filteredOn(text -> text.startsWith("store")).isNotEmpty();
        assertThat(recordsOfResults()).as("records; a kill loses what was queued, some milliseconds of traffic")
                .isGreaterThan(acknowledged.size() * 9L / 10);
        long doubled = arrivalsById.values().stream().filter(times -> times.get() > 1).count();
        assertThat(doubled).as("the same message id twice: only what was in progress at a kill").isLessThanOrEqualTo((long) KILLS * 2 * 1_000);
    }

    /** Sends in a window; with {@code kill}, until some hundreds are acknowledged and the hub is dead. */
    private void load(HubProcess hub, int round, boolean kill) throws Exception {
        int before = acknowledged.size();
        Semaphore window = new Semaphore(WINDOW);
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).asAsp(101).answerTimeout(Duration.ofSeconds(5)).open()) {
            smsc.activate();
            String imsi = smsc.sriSm(3, "447700900123").imsi();
            for (int i = 0; i < 100_000 && acknowledged.size() < before + 600; i++) {
                if (!window.tryAcquire(10, TimeUnit.SECONDS)) {
                    break;
                }
                String text = List.of("store", "sql", "confirm").get(i % 3) + " " + round + " " + i;
                smsc.forwardSmAsync(3, imsi, SmsDeliverTpdu.from("447700900200").gsm7(text).encode()).whenComplete((answer, failure) -> {
                    window.release();
                    if (failure == null && answer.isResult()) {
                        acknowledged.add(text);
                    }
                });
            }
            if (kill) {
                hub.kill();
            } else {
                assertThat(window.tryAcquire(WINDOW, 20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Set<String> missing() {
        Set<String> missing = new TreeSet<>(acknowledged);
        missing.removeIf(text -> text.startsWith("sql") || arrivals.containsKey(text));
        return missing;
    }

    private long recordsOfResults() throws IOException {
        long results = 0;
        try (Stream<Path> files = Files.list(home.resolve("data/records"))) {
            for (Path file : files.toList()) {
                results += Files.readAllLines(file).stream().filter(line -> line.contains("\"answer\":\"result\"")).count();
            }
        }
        return results;
    }

    private Set<String> rows() throws SQLException {
        Set<String> rows = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(DatabaseSettings.embeddedUrl(home));
             ResultSet result = connection.createStatement().executeQuery("select text from sms_inbox")) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
