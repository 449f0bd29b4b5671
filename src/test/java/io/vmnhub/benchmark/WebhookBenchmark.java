package io.vmnhub.benchmark;

import io.vmnhub.VmnHub;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Webhooks a second: from mt-forwardSM over M3UA through the hub to one fast web server, beside a bare HTTP client that posts the same
 * message to the same server, in one run and in turn. docs/benchmark.md says how to run it.
 */
public final class WebhookBenchmark {

    private final int inFlight = number("inFlight", 100);
    private final int rounds = number("rounds", 3);
    private final int seconds = number("seconds", 4);
    private final int warmUp = number("warmUp", 20);
    private final String jvm = System.getProperty("benchmark.jvm", "-Xms512m -Xmx512m");

    private WebhookBenchmark() {
    }

    public static void main(String[] arguments) throws Exception {
        System.exit(new WebhookBenchmark().run() ? 0 : 1);
    }

    private static int number(String name, int otherwise) {
        String value = System.getProperty("benchmark." + name, "");
        return value.isEmpty() ? otherwise : Integer.parseInt(value);
    }

    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-webhook-benchmark");
        Path log = folder.resolve("programs.log");
        int ss7Port = TestSettings.freePort();
        int managementPort = TestSettings.freePort();
        try (Program receiver = Program.talking(log, jvm, FastReceiver.class)) {
            String url = "http://127.0.0.1:" + receiver.await("port ").substring("port ".length()) + "/sms";
            home(folder, url);
            try (Program bare = Program.talking(log, jvm, BareHttpClient.class, url);
                    Program hub = Program.silent(log, jvm, VmnHub.class, "run", "--home", folder.toString(), "-P", "vmnhub.ss7.port=" + ss7Port,
                            "-P", "camel.management.port=" + managementPort)) {
                bare.await("ready");
                SmppBenchmark.awaitPort(managementPort);
                try (Program generator = Program.talking(log, jvm, LoadGenerator.class, "hub", String.valueOf(ss7Port), "0")) {
                    generator.await("ready");
                    return measure(bare, hub, generator);
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    /** @return whether every message was acknowledged */
    private boolean measure(Program bare, Program hub, Program generator) throws IOException {
        System.out.printf("%d processors, Java %s; %d messages in flight%n", Runtime.getRuntime().availableProcessors(), Runtime.version(), inFlight);
        bare.ask(inFlight + " " + warmUp / 2);
        generator.ask("hub fsm closed " + inFlight + " " + warmUp);
        System.out.println("round   bare client/s  µs CPU   FSM>hub>webhook/s  µs CPU of the hub   p50 ms   p99 ms   failed");
        long failed = 0;
        for (int round = 1; round <= rounds; round++) {
            long bareBefore = bare.cpuNanos();
            double bareRate = Double.parseDouble(bare.ask(inFlight + " " + seconds));
            double bareCpu = (bare.cpuNanos() - bareBefore) / 1_000.0 / Math.max(1, bareRate * seconds);
            long hubBefore = hub.cpuNanos();
            Result result = Result.parse(generator.ask("hub fsm closed " + inFlight + " " + seconds));
            double hubCpu = (hub.cpuNanos() - hubBefore) / 1_000.0 / Math.max(1, result.acknowledged());
            System.out.printf("%5d %15.0f %7.1f %19.0f %18.1f %8.2f %8.2f %8d%n", round, bareRate, bareCpu, result.perSecond(), hubCpu, result.p50(),
                    result.p99(), result.failed());
            failed += result.failed();
        }
        return failed == 0;
    }

    private static void home(Path folder, String url) throws IOException {
        for (String shipped : new String[] {"config", "routes", "connectors"}) {
            try (Stream<Path> files = Files.walk(Path.of(shipped))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
        Files.writeString(folder.resolve("routes/applications/demo.camel.yaml"), "- route:\n    id: demo\n    from:\n      uri: direct:demo\n"
                + "      steps:\n        - to: kamelet:webhook-sink?allowPrivateTargets=true&url=" + url + "\n");
    }
}
