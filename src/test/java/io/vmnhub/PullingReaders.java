package io.vmnhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Readers that fetch and confirm messages over REST, some of them in a process of its own that can be killed as {@code kill -9} does. What a
 * reader has got is in its file before it confirms: {@code got <asked> <arrived> <id> <text>}, then {@code confirmed <time> <id>}; times are
 * milliseconds of this machine's clock.
 */
public final class PullingReaders implements AutoCloseable {

    private final Process process;

    private PullingReaders(Process process) {
        this.process = process;
    }

    /** @param url of the messages */
    static PullingReaders start(String url, String key, int readers, int leaseSeconds, Path file) throws IOException {
        return new PullingReaders(new ProcessBuilder(ProcessHandle.current().info().command().orElse("java"), "-Xmx64m", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), PullingReaders.class.getName(), url, key, "" + readers, "" + leaseSeconds,
                file.toString()).inheritIO().start());
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[4]);
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
            new Thread(() -> {
                while (true) {
                    try {
                        readOnce(http, arguments[0], arguments[1], arguments[3], file);
                    } catch (IOException hubIsAway) {
                        pause();
                    } catch (InterruptedException e) {
                        return;
                    }
                }
            }).start();
        }
    }

    private static void readOnce(HttpClient http, String url, String key, String lease, Path file) throws IOException, InterruptedException {
        ObjectMapper json = new ObjectMapper();
        long asked = System.currentTimeMillis();
        HttpResponse<String> answer = http.send(request(url + "?maxBatchSize=10&wait=5&lease=" + lease, key).build(), BodyHandlers.ofString());
        long arrived = System.currentTimeMillis();
        if (answer.statusCode() != 200) {
            pause();
            return;
        }
        ArrayNode ids = json.createArrayNode();
        StringBuilder got = new StringBuilder();
        for (JsonNode message : json.readTree(answer.body()).at("/inboundSMSMessageList/inboundSMSMessage")) {
            ids.add(message.path("messageId").asText());
            got.append("got ").append(asked).append(' ').append(arrived).append(' ').append(message.path("messageId").asText()).append(' ')
                    .append(message.path("message").asText()).append('\n');
        }
        if (!ids.isEmpty()) {
            write(file, got.toString());
            if (http.send(request(url + "/confirm", key).header("Content-Type", "application/json").POST(BodyPublishers.ofString(
                    json.createObjectNode().set("messageIds", ids).toString())).build(), BodyHandlers.ofString()).statusCode() == 200) {
                StringBuilder confirmed = new StringBuilder();
                ids.forEach(id -> confirmed.append("confirmed ").append(System.currentTimeMillis()).append(' ').append(id.asText()).append('\n'));
                write(file, confirmed.toString());
            }
        }
    }

    private static HttpRequest.Builder request(String url, String key) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20)).header("X-API-Key", key);
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In one call, which a kill does not divide. */
    private static synchronized void write(Path file, String lines) {
        try {
            Files.writeString(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What all readers have written to a file. */
    static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
    }
}
