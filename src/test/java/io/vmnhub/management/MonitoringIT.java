// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import static io.vmnhub.component.smppserver.Esme.esme;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.component.smppserver.Esme;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.ss7.TestSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards and alerts in {@code deploy} ask a running hub for nothing that it does not have. */
@Timeout(180)
class MonitoringIT {

    private static final Path PROMETHEUS = Path.of("deploy/prometheus");
    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String IMSI = "234150000000123";
    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Pattern METRIC = Pattern.compile("\\b(?:vmnhub|jvm|process|system)_[a-z0-9_]+");

    private static RunningHub hub;
    private static HttpClient http;
    private static Esme acme;

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        Certificates own = Certificates.in(home, "hub");
        int smppPort = TestSettings.freePort();
        hub = RunningHub.in(
                home,
                Map.of(
                        "config/application.properties",
                        shipped -> shipped + "\nvmnhub.management.token=" + TOKEN
                                + "\nvmnhub.management.tls-certificate=hub.p12\nvmnhub.management.tls-password="
                                + Certificates.PASSWORD + "\n",
                        "config/smpp.yaml",
                        shipped -> "listeners:\n  - {address: 127.0.0.1, port: " + smppPort
                                + "}\naccounts:\n  - {systemId: acme, password: secret}\n",
                        "routes/applications/demo.camel.yaml",
                        shipped -> """
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
                                      - simple: "${header.CamelSmsText} startsWith 'post'"
                                        steps:
                                          - to: kamelet:webhook-sink?url=http://127.0.0.1:1/&allowPrivateTargets=true
                                    otherwise:
                                      steps:
                                        - to: kamelet:smpp-server-sink?account=acme
                        - route:
                            id: demo-delivery
                            from:
                              uri: kamelet:store-source
                              parameters: {application: demo}
                              steps:
                                - to: kamelet:reject-action
                        """));
        http = HttpClient.newBuilder()
                .sslContext(Certificates.tls(Optional.empty(), Optional.of(own)))
                .build();
        acme = esme().named("acme", "secret").bind(smppPort);
        traffic();
    }

    /** Something of each kind, so that what is counted is there. */
    private static void traffic() throws Exception {
        try (Smsc smsc = Smsc.tcpClient("127.0.0.1", hub.port()).open()) {
            smsc.activate();
            for (String text : List.of("bind", "store", "post")) {
                smsc.forwardSm(
                        3, IMSI, SmsDeliverTpdu.from("447911123456").gsm7(text).encode());
            }
            String entry = "{\"colour\": \"black\", \"address\": \"4477*\"}";
            HttpRequest listing = HttpRequest.newBuilder(address("/manage/v1/screening/entries"))
                    .header("Authorization", "Bearer " + TOKEN)
                    .POST(BodyPublishers.ofString(entry))
                    .build();
            assertThat(http.send(listing, BodyHandlers.ofString()).statusCode()).isEqualTo(201);
            smsc.forwardSm(
                    3, IMSI, SmsDeliverTpdu.from("447911123456").gsm7("refused").encode());
        }
    }

    @AfterAll
    static void stop() {
        acme.close();
        hub.close();
    }

    private static URI address(String path) {
        return URI.create("https://localhost:" + hub.managementPort() + path);
    }

    private static String metrics() throws Exception {
        return http.send(HttpRequest.newBuilder(address("/observe/metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    /** Of each dashboard and of the alerts the metrics that they ask for. */
    private static Map<String, Set<String>> asked() throws Exception {
        Map<String, Set<String>> asked = new TreeMap<>();
        try (Stream<Path> dashboards = Files.list(Path.of("deploy/grafana"))) {
            for (Path dashboard : dashboards.toList()) {
                List<String> expressions = new ArrayList<>();
                for (JsonNode panel :
                        new ObjectMapper().readTree(dashboard.toFile()).path("panels")) {
                    assertThat(panel.path("targets"))
                            .as(dashboard + ": " + panel.path("title"))
                            .isNotEmpty();
                    panel.path("targets")
                            .forEach(target ->
                                    expressions.add(target.path("expr").asText()));
                }
                asked.put(dashboard.getFileName().toString(), names(String.join(" ", expressions)));
            }
        }
        asked.put("alerts.yml", names(Files.readString(PROMETHEUS.resolve("alerts.yml"))));
        return asked;
    }

    private static Set<String> names(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = METRIC.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        names.remove("jvm_gc_pause_seconds_sum"); // of a process of its own, and only after its first collection
        return names;
    }

    @Test
    void everyMetricThatAPanelOrAnAlertNamesIsThere() throws Exception {
        assertThat(asked()).hasSize(7);
        await().atMost(SOON).untilAsserted(() -> {
            Set<String> there = metrics()
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.replaceFirst("[{ ].*", ""))
                    .collect(Collectors.toSet());
            asked().forEach((file, names) -> assertThat(there).as(file).containsAll(names));
        });
    }

    @Test
    @NeedsPeer(Peer.PROMTOOL)
    void promtoolReadsTheMetricsAndTheAlerts(@TempDir Path folder) throws Exception {
        Path metrics = folder.resolve("metrics");
        Files.writeString(metrics, metrics());
        ProcessBuilder check = new ProcessBuilder("promtool", "check", "metrics").redirectInput(metrics.toFile());
        assertThat(run(check)).doesNotContain("error while linting");
        assertThat(run(new ProcessBuilder("promtool", "check", "rules", "alerts.yml")))
                .contains("SUCCESS: 10 rules found");
        assertThat(run(new ProcessBuilder("promtool", "test", "rules", "alerts.test.yml")))
                .contains("SUCCESS");
    }

    private static String run(ProcessBuilder builder) throws Exception {
        if (builder.command().contains("rules")) {
            builder.directory(PROMETHEUS.toFile());
        }
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    @Test
    void healthAndMetricsTellNoNumberAndNoText() throws Exception {
        String health = http.send(
                        HttpRequest.newBuilder(address("/observe/health?data=true"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        for (String said : List.of(health, metrics())) {
            assertThat(said)
                    .doesNotContain("447911123456", "447700900123", IMSI, TOKEN, Certificates.PASSWORD, "secret")
                    .doesNotContainPattern("\"4477\\d+\"");
        }
    }
}
