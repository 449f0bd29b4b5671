// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** All programs that the phases of a run need, each in a JVM of its own. */
final class Stage implements AutoCloseable {

    private static final String ESME_SESSIONS = "4";
    private static final int CONSOLES_OF_EACH_PAGE = 10;
    private static final int START_SECONDS = 120;

    private final Settings settings;
    private final Path folder;
    private final Deque<Program> programs = new ArrayDeque<>();
    private final Map<Target, Program> targets = new EnumMap<>(Target.class);
    private final String token = UUID.randomUUID().toString();
    private final int managementPort = TestSettings.freePort();
    private final int httpPort = TestSettings.freePort();
    private final int webhookPort = TestSettings.freePort();
    private final int soapPort = TestSettings.freePort();
    private final int smppPort = TestSettings.freePort();
    private final Program generator;

    private Stage(Settings settings, Path folder, List<Phase> phases) throws IOException {
        this.settings = settings;
        this.folder = folder;
        try {
            receivers(phases);
            List<String> links = new ArrayList<>();
            for (Target target : Target.values()) {
                if (phases.stream().anyMatch(phase -> phase.target() == target)) {
                    start(target, links);
                }
            }
            generator = talking(LoadGenerator.class, "ready", links.toArray(String[]::new));
            if (targets.containsKey(Target.HUB) && uses(phases, "smpp")) {
                awaitPort(smppPort);
                talking(CountingEsme.class, "bound", String.valueOf(smppPort), ESME_SESSIONS);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts what {@code phases} need. */
    static Stage of(Settings settings, Path folder, List<Phase> phases) throws IOException {
        Files.createDirectories(folder);
        return new Stage(settings, folder, phases);
    }

    private static boolean uses(List<Phase> phases, String name) {
        return phases.stream().anyMatch(phase -> phase.name().equals(name));
    }

    private void receivers(List<Phase> phases) throws IOException {
        if (uses(phases, "webhook")) {
            talking(FastReceiver.class, "listening", String.valueOf(webhookPort));
        }
        if (uses(phases, "soap")) {
            talking(SoapReceiver.class, "listening", String.valueOf(soapPort));
        }
    }

    /** @param links gets what the generator has to know of the target */
    private void start(Target target, List<String> links) throws IOException {
        String port = String.valueOf(TestSettings.freePort());
        String localPort = "0";
        switch (target) {
            case BARE -> {
                localPort = String.valueOf(TestSettings.freePort());
                targets.put(target, talking(BareResponder.class, "ready", port, localPort));
            }
            case HUB -> {
                BenchmarkHome.waysOut(folder.resolve("hub"), webhookPort, soapPort, smppPort);
                targets.put(
                        target,
                        hub(
                                folder.resolve("hub"),
                                managementPort,
                                "vmnhub.ss7.port=" + port,
                                "vmnhub.http.port=" + httpPort,
                                "vmnhub.management.token=" + token,
                                "vmnhub.hlr.correlation-pool=234157",
                                "vmnhub.broker.quota=1000000000"));
            }
            case RULES -> {
                BenchmarkHome.rules(folder.resolve("rules"));
                targets.put(target, hub(folder.resolve("rules"), TestSettings.freePort(), "vmnhub.ss7.port=" + port));
            }
            case JSMPP -> {
                targets.put(target, talking(BareSmppServer.class, "listening", port, ESME_SESSIONS));
                talking(CountingEsme.class, "bound", port, ESME_SESSIONS);
                targets.get(target).await("bound");
            }
            case HTTP ->
                targets.put(target, talking(BareHttpClient.class, "ready", "http://127.0.0.1:" + webhookPort + "/sms"));
            case SOAP ->
                targets.put(target, talking(BareSoapClient.class, "ready", "http://127.0.0.1:" + soapPort + "/bare"));
        }
        if (target.isGenerated()) {
            links.addAll(List.of(target.text(), port, localPort));
        }
    }

    private Program talking(Class<?> main, String ready, String... arguments) throws IOException {
        Program program = Program.talking(folder.resolve("programs.log"), settings.jvm(), main, arguments);
        programs.push(program);
        program.await(ready);
        return program;
    }

    private Program hub(Path home, int management, String... properties) throws IOException {
        Path log = Path.of(home + ".log");
        Program program = Program.hub(
                log,
                settings.hubOptions(),
                home,
                Stream.concat(Stream.of("camel.management.port=" + management), Stream.of(properties))
                        .toArray(String[]::new));
        programs.push(program);
        program.awaitRunning(log);
        return program;
    }

    private static void awaitPort(int port) {
        Awaitility.await("something listens on port " + port)
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(START_SECONDS))
                .ignoreException(ConnectException.class)
                .until(() -> {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                        return socket.isConnected();
                    }
                });
    }

    Program target(Target target) {
        return targets.get(target);
    }

    Map<Target, Program> targets() {
        return targets;
    }

    Program generator() {
        return generator;
    }

    /** Begins what goes on beside a phase. */
    Activity beside(Phase phase) throws IOException, InterruptedException {
        return switch (phase.beside()) {
            case NOTHING -> Activity.NONE;
            case DELIVERY -> new StoredMessages(managementPort, phase.name());
            case READERS ->
                RestReaders.start(
                        "http://127.0.0.1:" + httpPort + "/v1/smsmessaging/inbound/registrations/" + phase.name()
                                + "/messages",
                        BenchmarkHome.REST_KEY);
            case CONSOLES ->
                OpenConsoles.open(managementPort, token, List.of(OpenConsoles.Page.values()), CONSOLES_OF_EACH_PAGE);
        };
    }

    @Override
    public void close() {
        while (!programs.isEmpty()) {
            programs.pop().close();
        }
    }
}
