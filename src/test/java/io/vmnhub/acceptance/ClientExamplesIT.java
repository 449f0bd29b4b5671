// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.acceptance.ClientExample.Way;
import io.vmnhub.fixture.peers.NeedsPeer;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each program of {@code docs/examples/clients} gets its message from one hub, and confirms it. */
@Timeout(120)
@NeedsPeer
class ClientExamplesIT {

    private static final String TEXT = "Grüße äöü";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path printouts;

    private static ClientExamplesHub hub;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        hub = new ClientExamplesHub(folder);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
    }

    @Test
    void eachFileIsAnExampleOfTheTableAndNamedOnThePage() throws Exception {
        try (Stream<Path> files = Files.walk(ClientExample.FOLDER)) {
            assertThat(files.filter(file ->
                            Files.isRegularFile(file) && !file.toString().endsWith(".md")))
                    .as("programs in %s; a new one takes a line in ClientExample", ClientExample.FOLDER)
                    .containsExactlyInAnyOrderElementsOf(Stream.of(ClientExample.values())
                            .map(ClientExample::file)
                            .toList());
        }
        String page = Files.readString(ClientExample.FOLDER.resolve("README.md"));
        assertThat(Stream.of(ClientExample.values()))
                .allSatisfy(example ->
                        assertThat(page).contains("(" + ClientExample.FOLDER.relativize(example.file()) + ")"));
    }

    @ParameterizedTest
    @EnumSource
    void itGetsItsMessageAndConfirmsIt(ClientExample example) throws Exception {
        example.requirePeers();
        if (!example.way.isPushed()) {
            assertThat(hub.sends(example, TEXT)).isTrue();
        }
        Path printed = printouts.resolve(example.application() + ".log");
        Process client = start(example, printed);
        try {
            if (example.way == Way.WEBHOOK) {
                int port = hub.webPort(example);
                await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
                assertThat(forged(port)).containsOnly(401);
            }
            if (example.way.isPushed()) {
                await().atMost(Duration.ofSeconds(60)).until(() -> {
                    assertThat(client.isAlive()).as(Files.readString(printed)).isTrue();
                    return hub.sends(example, TEXT);
                });
            }
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(Files.readString(printed))
                            .contains("447911123456", TEXT)
                            .doesNotContain("forged"));
            await().atMost(Duration.ofSeconds(30)).until(() -> hub.unconfirmed(example) == 0);
        } finally {
            client.descendants().forEach(ProcessHandle::destroy);
            client.destroy();
        }
    }

    private static Process start(ClientExample example, Path printed) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(hub.command(example))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().putAll(hub.secrets(example));
        builder.environment().put("PYTHONIOENCODING", "UTF-8");
        List<String> modules = new ArrayList<>();
        for (String variable : List.of("NODE_SMPP_MODULES", "NODE_RHEA_MODULES", "NODE_MQTT_MODULES")) {
            Optional.ofNullable(System.getenv(variable)).ifPresent(modules::add);
        }
        builder.environment().put("NODE_PATH", String.join(":", modules));
        return builder.start();
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    /** The answers to a request with a wrong signature, to one that is signed and old, and to one without. */
    private static List<Integer> forged(int port) throws Exception {
        String body = "{\"from\": \"+447911123456\", \"to\": \"+447700900123\", \"text\": \"forged\"}";
        long now = Instant.now().getEpochSecond();
        List<Integer> answers = new ArrayList<>();
        for (String[] headers : new String[][] {
            {"webhook-id", "1", "webhook-timestamp", "" + now, "webhook-signature", signature("2", now, body)},
            {
                "webhook-id",
                "1",
                "webhook-timestamp",
                "" + (now - 600),
                "webhook-signature",
                signature("1", now - 600, body)
            },
            {"Content-Type", "application/json"}
        }) {
            answers.add(HTTP.send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sms"))
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .headers(headers)
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode());
        }
        return answers;
    }

    private static String signature(String id, long time, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(ClientExamplesHub.KEY), "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal((id + "." + time + "." + body).getBytes()));
    }
}
