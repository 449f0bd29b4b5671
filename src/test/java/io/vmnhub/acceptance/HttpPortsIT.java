// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vmnhub.app.CamelApplication;
import io.vmnhub.app.HubModule;
import io.vmnhub.config.ConfigFolder;
import io.vmnhub.config.HubHome;
import io.vmnhub.config.HubProperties;
import io.vmnhub.config.LiveFiles;
import io.vmnhub.config.LiveProperties;
import io.vmnhub.contract.Messages;
import io.vmnhub.fixture.OpenApiContract;
import io.vmnhub.reload.HomeCheck;
import io.vmnhub.ss7.api.Ss7Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The public port and the management port of one hub. */
class HttpPortsIT {

    /** One for all requests: a client that nobody holds may be collected while it waits for its answer. */
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final String TOKEN = "a-token-of-sufficient-length";
    private static final String MESSAGES = "/v1/smsmessaging/inbound/registrations/acme/messages";

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final ExecutorService guessers = Executors.newFixedThreadPool(40);
    private int publicPort;
    private int managementPort;
    private CamelApplication application;
    private Main main;

    @BeforeEach
    void write() throws Exception {
        publicPort = freePort();
        managementPort = freePort();
        for (String name : List.of("config", "routes", "connectors")) {
            Files.createDirectories(folder.resolve(name));
        }
        try (var kamelets = Files.list(Path.of("connectors"))) {
            for (Path kamelet : kamelets.filter(Files::isRegularFile).toList()) {
                Files.copy(kamelet, folder.resolve("connectors").resolve(kamelet.getFileName()));
            }
        }
        for (String name : List.of("ss7.yaml", "numbers.yaml")) {
            Files.copy(Path.of("config", name), folder.resolve("config").resolve(name));
        }
        Files.writeString(folder.resolve("config/applications.yaml"), """
                applications:
                  acme:
                    api:
                      keys:
                        - name: reader
                          sha256: %s
                """.formatted(sha256("acme-key")));
        Files.writeString(folder.resolve("routes/acme.camel.yaml"), """
                - route:
                    id: acme
                    from:
                      uri: direct:acme
                      steps:
                        - to: kamelet:inbox-sink?application=acme
                - route:
                    id: hello
                    from:
                      uri: platform-http:/hello
                      steps:
                        - setBody: {constant: hello}
                """);
        properties.put("vmnhub.http.port", "" + publicPort);
        properties.put("vmnhub.management.token", TOKEN);
        properties.put("vmnhub.database.url", "jdbc:h2:mem:" + folder.getFileName());
        properties.put("camel.management.port", "" + managementPort);
        properties.put("camel.main.shutdown-timeout", "2");
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void start() throws Exception {
        HubHome home = HubHome.of(folder);
        HubProperties all = new HubProperties(home, "prod", properties);
        ConfigFolder config = new ConfigFolder(home.config(), all::get);
        Ss7Settings settings = config.ss7();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        application = new CamelApplication(new HubModule.HubContext(
                home, all, config, settings, config.numbers(), metrics, new LiveFiles(), true));
        main = application.running();
        main.bind("homeCheck", HomeCheck.NONE); // the folder has no inbound route
        main.bind("liveProperties", new LiveProperties(all));
        main.start();
    }

    @AfterEach
    void stop() {
        guessers.shutdownNow();
        if (main != null) {
            main.stop();
            application.close();
        }
    }

    private HttpResponse<String> get(HttpClient client, String scheme, int port, String path, String credential)
            throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(10))
                        .header("Authorization", "Bearer " + credential)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(int port, String path, String credential) throws Exception {
        return get(HTTP, "http", port, path, credential);
    }

    @Test
    void aMessageThatARouteStoresIsFetchedFromThePublicPortWhichRoutesShare() throws Exception {
        start();
        main.getCamelTemplate().sendBody("direct:acme", Messages.hello());
        assertThat(get(publicPort, MESSAGES, "acme-key").body())
                .contains(Messages.hello().id());
        assertThat(get(publicPort, MESSAGES, TOKEN).statusCode()).isEqualTo(401);
        assertThat(get(publicPort, "/hello", "").body()).isEqualTo("hello");
        assertThat(get(publicPort, "/manage/v1/numbers", TOKEN).statusCode()).isEqualTo(404);
    }

    @Test
    void urlsInAnswersBeginAsIsSetWhateverHostTheCallerNames() throws Exception {
        properties.put("vmnhub.http.public-url", "https://sms.example.com/");
        start();
        main.getCamelTemplate().sendBody("direct:acme", Messages.hello());
        assertThat(get(publicPort, MESSAGES, "acme-key").body())
                .contains("\"resourceURL\":\"https://sms.example.com" + MESSAGES)
                .doesNotContain("127.0.0.1");
    }

    @Test
    void aNewApiKeyOpensWithoutARestartAndAFileThatIsWrongChangesNothing() throws Exception {
        start();
        Path file = folder.resolve("config/applications.yaml");
        String before = Files.readString(file);
        Files.writeString(file, before.replace(sha256("acme-key"), sha256("the-new-key")));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get(publicPort, MESSAGES, "the-new-key").statusCode() == 200);
        assertThat(get(publicPort, MESSAGES, "acme-key").statusCode()).isEqualTo(401);
        Files.writeString(file, "applications: {acme: {api: {keys: none}}}");
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> get(publicPort, MESSAGES, "the-new-key").statusCode() == 200);
    }

    @Test
    void theManagementPortShowsNumbersRoutesAndConnectorsToWhoHasTheToken() throws Exception {
        start();
        OpenApiContract contract = new OpenApiContract("/openapi/management.json");
        JsonNode numbers =
                contract.keptBy(get(managementPort, "/manage/v1/numbers", TOKEN), "/manage/v1/numbers", "get");
        assertThat(numbers.at("/items/0/from").asText()).isEqualTo("447700900000");
        assertThat(contract.keptBy(
                                get(managementPort, "/manage/v1/numbers/447700900123", TOKEN),
                                "/manage/v1/numbers/{number}",
                                "get")
                        .path("imsi")
                        .asText())
                .isEqualTo("234150000000123");
        assertThat(get(managementPort, "/manage/v1/numbers/1234", TOKEN).statusCode())
                .isEqualTo(404);
        assertThat(contract.keptBy(
                                get(managementPort, "/manage/v1/numbers?limit=0", TOKEN), "/manage/v1/numbers", "get")
                        .at("/errors/0/field")
                        .asText())
                .isEqualTo("limit");
        JsonNode routes = contract.keptBy(get(managementPort, "/manage/v1/routes", TOKEN), "/manage/v1/routes", "get");
        assertThat(routes.findValuesAsText("id")).containsExactly("acme", "hello");
        assertThat(routes.findValuesAsText("state")).containsOnly("Started");
        JsonNode connectors =
                contract.keptBy(get(managementPort, "/manage/v1/connectors", TOKEN), "/manage/v1/connectors", "get");
        assertThat(connectors.path("items")).anySatisfy(one -> {
            assertThat(one.path("name").asText()).isEqualTo("inbox-sink");
            assertThat(one.path("uses").asInt()).isEqualTo(1);
        });
        HttpResponse<String> noTable = get(managementPort, "/manage/v1/messages", TOKEN);
        assertThat(noTable.statusCode()).isEqualTo(404);
        assertThat(contract.keptBy(noTable, "/manage/v1/messages", "get")
                        .path("detail")
                        .asText())
                .contains("vmnhub.records.sql");
        HttpResponse<String> refused = get(managementPort, "/manage/v1/numbers", "wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        contract.keptBy(refused, "/manage/v1/numbers", "get");
        assertThat(get(managementPort, "/observe/metrics", "").statusCode()).isEqualTo(200);
        assertThat(get(managementPort, "/manage/openapi.json", "").statusCode()).isEqualTo(200);
    }

    @Test
    void deadLettersAreListedAndBroughtBack() throws Exception {
        start();
        OpenApiContract contract = new OpenApiContract("/openapi/management.json");
        String path = "/manage/v1/applications/{application}/dead-letters";
        assertThat(contract.keptBy(get(managementPort, "/manage/v1/applications/acme/dead-letters", TOKEN), path, "get")
                        .path("total")
                        .asInt())
                .isZero();
        HttpResponse<String> replayed = HTTP.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort
                                + "/manage/v1/applications/acme/dead-letters/replay?most=5"))
                        .header("Authorization", "Bearer " + TOKEN)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(contract.keptBy(replayed, path + "/replay", "post")
                        .path("replayed")
                        .asInt())
                .isZero();
    }

    @Test
    void withoutATokenOnlyHealthAndMetricsAreServedAndWithoutKeysNoPublicPort() throws Exception {
        properties.remove("vmnhub.management.token");
        Files.delete(folder.resolve("config/applications.yaml"));
        Files.writeString(
                folder.resolve("routes/acme.camel.yaml"),
                "- route: {id: a, from: {uri: direct:a, steps: [{to: 'log:a'}]}}");
        start();
        assertThat(get(managementPort, "/manage/v1/numbers", "").statusCode()).isEqualTo(404);
        assertThat(get(managementPort, "/observe/metrics", "").statusCode()).isEqualTo(200);
        try (ServerSocket free = new ServerSocket(publicPort)) {
            assertThat(free.isBound()).isTrue();
        }
    }

    /** The answer's status line; from an address of the loopback. */
    private static String ask(String from, int port, String path, String host, String credential) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(from), 0)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + credential
                                    + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"application", "management"})
    void guessesSlowTheirAddressDownAndNobodyElse(String kind) throws Exception {
        start();
        boolean management = kind.equals("management");
        int port = management ? managementPort : publicPort;
        String path = management ? "/manage/v1/numbers" : MESSAGES;
        String good = management ? TOKEN : "acme-key";
        assertThat(ask("127.0.0.1", port, path, "localhost", good)).contains(" 200 ");
        List<CompletableFuture<String>> guesses = IntStream.range(0, 40)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return ask("127.0.0.1", port, path, "localhost", "guess-" + i);
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        guessers))
                .toList();
        guesses.forEach(guess -> assertThat(guess.join()).containsAnyOf(" 401 ", " 429 "));
        long begun = System.nanoTime();
        assertThat(ask("127.0.0.1", port, path, "localhost", "another guess")).contains(" 401 ");
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("one more guess")
                .isGreaterThan(Duration.ofMillis(3_500));
        assertThat(ask("127.0.0.2", port, path, "localhost", good)).contains(" 200 ");
        assertThat(ask("127.0.0.1", port, path, "localhost", good))
                .as("known to be good from this address")
                .contains(" 200 ");
        String metrics = get(managementPort, "/observe/metrics", "").body();
        assertThat(metrics)
                .containsPattern("vmnhub_http_credentials_total\\{interface=\"" + (management ? "management" : "rest")
                        + "\",outcome=\"slowed\"\\} [1-9]");
    }

    @Test
    void anotherNameInTheHostHeaderReadsNothingThatNeedsNoCredential() throws Exception {
        properties.put("vmnhub.management.hosts", "hub.monitoring.example.com");
        start();
        for (String path : List.of("/observe/metrics", "/observe/health", "/manage/openapi.json", "/manage/docs")) {
            assertThat(ask("127.0.0.1", managementPort, path, "attacker.example", ""))
                    .as(path)
                    .contains(" 421 ");
            assertThat(ask("127.0.0.1", managementPort, path, "hub.monitoring.example.com:9090", ""))
                    .as(path)
                    .doesNotContain(" 421 ");
        }
        for (String path : List.of("/openapi.json", "/docs", "/soap/ReceiveSms?wsdl")) {
            assertThat(ask("127.0.0.1", publicPort, path, "attacker.example", ""))
                    .as(path)
                    .contains(" 421 ");
            assertThat(ask("127.0.0.1", publicPort, path, "127.0.0.1:8080", ""))
                    .as(path)
                    .doesNotContain(" 421 ");
        }
        assertThat(ask("127.0.0.1", publicPort, MESSAGES, "sms.example.com", "acme-key"))
                .contains(" 200 ");
    }

    @Test
    void halfARequestEndsInTimeOnBothPorts() throws Exception {
        properties.put("vmnhub.http.head-within-seconds", "1");
        start();
        for (int port : List.of(publicPort, managementPort)) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                socket.setSoTimeout(60_000);
                socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 408");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pem", "p12"})
    void bothPortsSpeakTlsAndTakeANewCertificateWithoutARestart(String kind) throws Exception {
        certificate("first");
        for (String port : List.of("http", "management")) {
            properties.put("vmnhub." + port + ".tls-certificate", "server." + kind);
            properties.put(
                    "vmnhub." + port + (kind.equals("pem") ? ".tls-key" : ".tls-password"),
                    kind.equals("pem") ? "server.key" : "secret");
        }
        start();
        assertThat(name(publicPort, MESSAGES)).isEqualTo("CN=first");
        assertThat(name(managementPort, "/observe/metrics")).isEqualTo("CN=first");
        certificate("second");
        // a connection in the very moment of the change may be closed
        await().atMost(Duration.ofSeconds(20))
                .ignoreExceptionsInstanceOf(IOException.class)
                .untilAsserted(() -> {
                    assertThat(name(publicPort, MESSAGES)).isEqualTo("CN=second");
                    assertThat(name(managementPort, "/observe/metrics")).isEqualTo("CN=second");
                });
    }

    private String name(int port, String path) throws Exception {
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, new TrustManager[] {new Trusting()}, new SecureRandom());
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
        HttpResponse<String> answer = get(client, "https", port, path, "acme-key");
        assertThat(answer.statusCode()).isEqualTo(200);
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private void certificate(String name) throws Exception {
        Path key = folder.resolve("new.key");
        Path pem = folder.resolve("new.pem");
        Path p12 = folder.resolve("new.p12");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                key.toString(),
                "-out",
                pem.toString());
        openssl(
                "pkcs12",
                "-export",
                "-in",
                pem.toString(),
                "-inkey",
                key.toString(),
                "-passout",
                "pass:secret",
                "-out",
                p12.toString());
        Files.move(key, folder.resolve("server.key"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(pem, folder.resolve("server.pem"), StandardCopyOption.REPLACE_EXISTING);
        Files.move(p12, folder.resolve("server.p12"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static void openssl(String... arguments) throws Exception {
        Process openssl = new ProcessBuilder(Stream.concat(Stream.of("openssl"), Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(openssl.waitFor(30, TimeUnit.SECONDS) && openssl.exitValue() == 0)
                .isTrue();
    }

    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
