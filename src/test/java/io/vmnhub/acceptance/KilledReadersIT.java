// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.database.DatabaseSettings;
import io.vmnhub.fixture.HubProcess;
import io.vmnhub.fixture.PullingReaders;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty readers, five in each of four processes, pull while an SMSC sends; readers and then the hub are killed and
 * started again. Every text that was acknowledged reaches a reader, and nobody gets a message that another holds or has
 * confirmed. {@code -Dvmnhub.test.kills=20} makes it longer.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KilledReadersIT {

    private static final String KEY = "key-of-the-readers";
    private static final int KILLS = Integer.getInteger("vmnhub.test.kills", 1);
    private static final int LEASE_SECONDS = 2;
    private static final int WINDOW = 50;
    private static final int EACH_ROUND = 400;

    @TempDir
    Path home;

    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<PullingReaders> readers = new ArrayList<>();
    private String url;
    private Path file;

    /** A message handed out to a reader. */
    record Handing(long asked, long arrived) {}

    @Test
    void readersLoseNothingAndSeeNothingTwiceWithinALeaseWhenTheyAndTheHubAreKilled() throws Exception {
        int httpPort = TestSettings.freePort();
        url = "http://127.0.0.1:" + httpPort + "/v1/smsmessaging/inbound/registrations/demo/messages";
        file = home.resolve("readers.log");
        try (HubProcess hub = HubProcess.ofClasses(home, List.of("vmnhub.http.port=" + httpPort))) {
            hub.route("demo", "- route: {id: demo, from: {uri: direct:demo, steps: [{to: 'kamelet:inbox-sink'}]}}");
            Files.writeString(home.resolve("config/applications.yaml"), """
                    applications:
                      demo:
                        api:
                          requestsPerSecond: 10000
                          keys:
                            - name: readers
                              sha256: %s
                    """.formatted(HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(KEY.getBytes(StandardCharsets.UTF_8)))));
            for (int i = 0; i < 4; i++) {
                readers.add(reader());
            }
            for (int round = 0; round <= KILLS; round++) {
                hub.start();
                round(hub, round);
            }
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertThat(missing()).isEmpty());
        } finally {
            for (PullingReaders process : readers) {
                process.kill();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo((KILLS + 1) * EACH_ROUND);
        assertThat(violations()).isEmpty();
        assertThat(received())
                .as("of what the killed left in the inbox, or of all that came")
                .containsAll(left());
    }

    private PullingReaders reader() throws IOException {
        return PullingReaders.start(url, KEY, 5, LEASE_SECONDS, file);
    }

    /** Sends; kills half of the readers on the way, and the hub at the end, while both work. */
    private void round(HubProcess hub, int round) throws Exception {
        int before = acknowledged.size();
        Semaphore window = new Semaphore(WINDOW);
        boolean killed = false;
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port())
                .asAsp(101)
                .answerTimeout(Duration.ofSeconds(5))
                .open()) {
            smsc.activate();
            String imsi = smsc.sriSm(3, "447700900123").imsi();
            for (int i = 0; i < 100_000 && acknowledged.size() < before + EACH_ROUND; i++) {
                assertThat(window.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                String text = "round " + round + " message " + i;
                smsc.forwardSmAsync(
                                3,
                                imsi,
                                SmsDeliverTpdu.from("447700900200").gsm7(text).encode())
                        .whenComplete((answer, failure) -> {
                            window.release();
                            if (failure == null && answer.isResult()) {
                                acknowledged.add(text);
                            }
                        });
                if (!killed && acknowledged.size() > before + EACH_ROUND / 2) {
                    killed = true;
                    for (int one = round % 2; one < 4; one += 2) {
                        readers.get(one).kill();
                        readers.set(one, reader());
                    }
                }
            }
            if (round < KILLS) {
                hub.kill();
            } else {
                assertThat(window.tryAcquire(WINDOW, 20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Set<String> received() throws IOException {
        Set<String> texts = new TreeSet<>();
        PullingReaders.lines(file).stream()
                .filter(line -> line.startsWith("got "))
                .forEach(line -> texts.add(line.split(" ", 5)[4]));
        return texts;
    }

    private Set<String> missing() throws IOException {
        Set<String> missing = new TreeSet<>(acknowledged);
        missing.removeAll(received());
        return missing;
    }

    /** Messages that arrived while another reader held them, or were asked for after they had been confirmed. */
    private List<String> violations() throws IOException {
        Map<String, List<Handing>> handings = new HashMap<>();
        Map<String, Long> confirmed = new HashMap<>();
        for (String line : PullingReaders.lines(file)) {
            String[] words = line.split(" ", 5);
            if (words[0].equals("got")) {
                handings.computeIfAbsent(words[3], id -> new ArrayList<>())
                        .add(new Handing(Long.parseLong(words[1]), Long.parseLong(words[2])));
            } else {
                confirmed.put(words[2], Long.parseLong(words[1]));
            }
        }
        List<String> violations = new ArrayList<>();
        handings.forEach((id, all) -> {
            all.sort(Comparator.comparing(Handing::arrived));
            for (int i = 1; i < all.size(); i++) {
                // a lease begins at the hub, after it was asked for
                if (all.get(i).arrived() < all.get(i - 1).asked() + LEASE_SECONDS * 1_000) {
                    violations.add(id + " was held: " + all);
                }
            }
            if (confirmed.containsKey(id) && all.stream().anyMatch(one -> one.asked() > confirmed.get(id))) {
                violations.add(id + " was confirmed at " + confirmed.get(id) + ": " + all);
            }
        });
        return violations;
    }

    private Set<String> left() throws Exception {
        Set<String> texts = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection(DatabaseSettings.embeddedUrl(home));
                ResultSet rows = connection.createStatement().executeQuery("select body from pull_message")) {
            while (rows.next()) {
                texts.add(new ObjectMapper()
                        .readTree(rows.getString(1))
                        .path("text")
                        .asText());
            }
        }
        return texts;
    }
}
