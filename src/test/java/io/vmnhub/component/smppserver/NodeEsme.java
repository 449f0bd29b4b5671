// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;

/** An application, or an SMSC, on node-smpp, in a process of its own. */
final class NodeEsme implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();

    private NodeEsme(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "node-esme");
        reader.setDaemon(true);
        reader.start();
    }

    /** The folder node_modules with node-smpp in it, where CI has put it. */
    static Optional<Path> modules() {
        return Optional.ofNullable(System.getenv("NODE_SMPP_MODULES"))
                .map(Path::of)
                .filter(path -> Files.isDirectory(path.resolve("smpp")));
    }

    static NodeEsme start(int port, String layer, String kind, String version) throws IOException {
        return run("esme.js", String.valueOf(port), layer, kind, version, "acme", "secret");
    }

    /** Not an application, but a partner's SMSC. */
    static NodeEsme smsc(String layer, Path certificate, Path key) throws IOException {
        return run("smsc.js", layer, certificate.toString(), key.toString());
    }

    private static NodeEsme run(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "node",
                Path.of("src/test/resources/smpp", program).toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_PATH", modules().orElseThrow().toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        return new NodeEsme(builder.start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            events.add(JSON.createObjectNode().put("event", "broken").put("message", e.getMessage()));
        }
    }

    private List<JsonNode> events(String name) {
        return events.stream()
                .filter(event -> event.path("event").asText().equals(name))
                .toList();
    }

    /** Waits for so many events of a name: what the application has answered may be told here a little later. */
    List<JsonNode> events(String name, int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> Assertions.assertThat(events(name))
                        .as("%s of %s, alive: %s", name, events, process.isAlive())
                        .hasSizeGreaterThanOrEqualTo(count));
        return events(name);
    }

    /** Waits for so many events of a name. @return the last of them */
    JsonNode await(String name, int count) {
        return events(name, count).get(count - 1);
    }

    void report(String command) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
