package io.vmnhub.northbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * Prism, a contract proxy of others' making, before a server: it holds requests and answers against an OpenAPI document. To be asked by HTTP/1.1
 * without an offer of HTTP/2, which it would pass on.
 */
public final class Prism implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final int port;

    private Prism(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** Lets only right requests and right answers pass, and answers itself otherwise. @param document {@code northbound} or {@code management} */
    public static Prism strictBefore(int upstream, String document) throws IOException {
        return start(upstream, document, "--errors=true");
    }

    /** Lets everything pass, and says in a header of the answer what breaks the document. */
    public static Prism lenientBefore(int upstream, String document) throws IOException {
        return start(upstream, document, "--errors=false");
    }

    private static Prism start(int upstream, String document, String errors) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Path log = Files.createTempFile("prism", ".log");
        Process process = NodeModules.prism("proxy", errors, "--cors=false", "--port", "" + port,
                "src/main/resources/openapi/" + document + ".json", "http://127.0.0.1:" + upstream).redirectOutput(log.toFile()).start();
        Prism prism = new Prism(process, log, port);
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("prism ended: " + Files.readString(log));
            }
            return Files.readString(log).contains("Prism is listening");
        });
        return prism;
    }

    public int port() {
        return port;
    }

    /** The answer is the server's own and as the document has it. */
    public static void assertKept(HttpResponse<String> answer) throws IOException {
        String asked = answer.request().method() + " " + answer.uri();
        assertThat(answer.body()).as(asked).doesNotContain("stoplight.io/prism");
        for (JsonNode violation : new ObjectMapper().readTree(answer.headers().firstValue("sl-violations").orElse("[]"))) {
            assertThat(violation.at("/location/0").asText()).as(asked + ": " + violation).isEqualTo("request");
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        Files.deleteIfExists(log);
    }
}
