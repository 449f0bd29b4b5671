// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.VmnHub;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A class with a main method, running in a JVM of its own with this JVM's class path. */
final class Program implements AutoCloseable {

    private static final long STOP_SECONDS = 20;
    private static final long HUB_START_SECONDS = 300;
    private static final double KILOBYTES = 1024;

    private final Process process;
    private final long begun = System.nanoTime();
    private final BufferedReader out;
    private final PrintWriter in;

    /**
     * A program that is listened to.
     *
     * @param log where its standard error goes
     */
    static Program talking(Path log, String options, Class<?> main, String... arguments) throws IOException {
        return new Program(ProcessBuilder.Redirect.PIPE, log, options, main, arguments);
    }

    /**
     * A hub of the files of a folder.
     *
     * @param log where all that it prints goes
     * @param properties as after {@code -P} on the command line
     */
    static Program hub(Path log, String options, Path home, String... properties) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "--home", home.toString()));
        for (String property : properties) {
            arguments.addAll(List.of("-P", property));
        }
        return new Program(
                ProcessBuilder.Redirect.appendTo(log.toFile()),
                log,
                // as bin/vmn-hub does
                options + " -Dlogback.configurationFile=" + home.resolve("config/logback.xml"),
                VmnHub.class,
                arguments.toArray(String[]::new));
    }

    private Program(ProcessBuilder.Redirect output, Path log, String options, Class<?> main, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(options.trim().split("\\s+")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        in = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Reads lines until one contains {@code text}.
     *
     * @throws IOException when the process ends before
     */
    String await(String text) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.contains(text)) {
                return line;
            }
            said.append(line).append('\n');
        }
        throw new IOException("a process has ended instead of saying '" + text + "'; it said:\n" + said);
    }

    /** @return the answer to one line */
    String ask(String line) throws IOException {
        in.println(line);
        return await("");
    }

    long pid() {
        return process.pid();
    }

    /** Processor time used so far, by all its threads. */
    long cpuNanos() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell a process's CPU time"))
                .toNanos();
    }

    /** How many threads it has now; 0 where the system does not say. */
    int threads() {
        String[] tasks = new File("/proc/" + process.pid() + "/task").list();
        return tasks == null ? 0 : tasks.length;
    }

    /** The memory that it has in use now; 0 where the system does not say. */
    double residentMegabytes() throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / KILOBYTES)
                .findFirst()
                .orElse(0);
    }

    /**
     * Waits until a hub says in its log that it runs.
     *
     * @return the seconds since its process was begun
     * @throws IOException when it ends instead
     */
    double awaitRunning(Path log) throws IOException {
        Awaitility.await("the hub with the log " + log + " runs")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(HUB_START_SECONDS))
                .until(() -> !process.isAlive() || Files.readString(log).contains("VMN Hub runs"));
        if (!process.isAlive()) {
            throw new IOException("the hub ended instead of running; its log: " + Files.readString(log));
        }
        return (System.nanoTime() - begun) / 1e9;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
