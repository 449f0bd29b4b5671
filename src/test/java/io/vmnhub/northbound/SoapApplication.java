package io.vmnhub.northbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/** An application that serves SmsNotification in a process of its own, on somebody else's SOAP. */
public final class SoapApplication implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path WSDLS = Path.of("src/main/resources/wsdl").toAbsolutePath();

    private final Process process;
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();

    private SoapApplication(ProcessBuilder builder) throws IOException {
        process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Thread reader = new Thread(this::read, "soap-application");
        reader.setDaemon(true);
        reader.start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !told.isEmpty());
        if (!told.get(0).has("port")) {
            throw new IOException("the application has said " + told);
        }
    }

    /** The folder node_modules with node-soap in it, where CI has put it. */
    public static Optional<Path> nodeModules() {
        return Optional.ofNullable(System.getenv("NODE_SOAP_MODULES")).map(Path::of).filter(path -> Files.isDirectory(path.resolve("soap")));
    }

    /** A Python that has lxml. */
    public static Optional<Path> python() {
        return Optional.ofNullable(System.getenv("PYTHON_SOAP")).map(Path::of).filter(Files::isExecutable);
    }

    public static SoapApplication onNode() throws IOException {
        return onNode("notification-server.js", WSDLS.resolve("parlayx_sms_notification_service_2_2.wsdl"));
    }

    /** @param script in {@code src/test/resources/soap} @param wsdl of the service that it serves */
    public static SoapApplication onNode(String script, Path wsdl) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", script(script), wsdl.toAbsolutePath().toString());
        builder.environment().put("NODE_PATH", nodeModules().orElseThrow().toString());
        return new SoapApplication(builder);
    }

    /** The one that validates what it gets. */
    public static SoapApplication onPython() throws IOException {
        return new SoapApplication(new ProcessBuilder(python().orElseThrow().toString(), script("notification-server.py"), WSDLS.toString()));
    }

    private static String script(String name) {
        return Path.of("src/test/resources/soap", name).toAbsolutePath().toString();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                told.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            told.add(JSON.createObjectNode().put("wrong", e.getMessage()));
        }
    }

    public String url() {
        return url("/SmsNotification");
    }

    public String url(String path) {
        return "http://127.0.0.1:" + told.get(0).path("port").asInt() + path;
    }

    /** Waits for so many notifications: what the application has answered may be told here a little later. */
    public List<JsonNode> notifications(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> told.size() > count);
        return told.subList(1, told.size());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
