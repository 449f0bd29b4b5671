package io.vmnhub;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/** A hub in a process of its own, run from the compiled classes, that can be killed as {@code kill -9} does. */
final class HubProcess implements AutoCloseable {

    private final Path home;
    private final int port = TestSettings.freePort();
    private final int managementPort = TestSettings.freePort();
    private final List<String> options;
    private int descriptors;
    private Process process;
    private int starts;

    /** @param home a folder that gets the shipped config and connectors; its routes are the test's */
    HubProcess(Path home, List<String> options) throws IOException {
        this.home = home;
        this.options = options;
        ShippedFiles.copyTo(home, "config");
        ShippedFiles.copyTo(home, "connectors");
        Files.createDirectories(home.resolve("routes/applications"));
        Files.copy(Path.of("routes/inbound.camel.yaml"), home.resolve("routes/inbound.camel.yaml"));
    }

    /** Gives the process no more file descriptors than so many. */
    HubProcess descriptors(int most) {
        descriptors = most;
        return this;
    }

    HubProcess route(String name, String yaml) throws IOException {
        Files.writeString(home.resolve("routes/applications/" + name + ".camel.yaml"), yaml, UTF_8);
        return this;
    }

    /** Starts it and waits until it says that it runs. */
    HubProcess start() throws IOException {
        Path log = home.resolve("hub-" + ++starts + ".out");
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), "-Dlogback.configurationFile=" + home.resolve("config/logback.xml"),
                "io.vmnhub.VmnHub", "run", "--home", home.toString(), "--profile", "prod", "-P", "vmnhub.ss7.port=" + port,
                "-P", "camel.management.port=" + managementPort));
        options.forEach(option -> command.addAll(List.of("-P", option)));
        if (descriptors > 0) {
            command.addAll(0, List.of("sh", "-c", "ulimit -n " + descriptors + "; exec \"$@\"", "hub"));
        }
        process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        Awaitility.await().atMost(java.time.Duration.ofSeconds(90)).pollInterval(java.time.Duration.ofMillis(200)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the hub ended: " + Files.readString(log));
            }
            return Files.readString(log).contains("VMN Hub runs");
        });
        return this;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    int managementPort() {
        return managementPort;
    }

    int port() {
        return port;
    }

    /** What the process printed since its last start. */
    String output() throws IOException {
        return Files.readString(home.resolve("hub-" + starts + ".out"));
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            process.destroy();
            if (!process.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }
}
