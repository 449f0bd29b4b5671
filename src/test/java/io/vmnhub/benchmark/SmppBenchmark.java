package io.vmnhub.benchmark;

import io.vmnhub.VmnHub;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * deliver_sm a second: from mt-forwardSM over M3UA through the hub to an application, beside jSMPP's own server that makes its messages
 * up, in one run and in turn. docs/benchmark.md says how to run it.
 */
public final class SmppBenchmark {

    private static final int SESSIONS = 4;
    private static final int HUB_START_SECONDS = 60;

    private final int inFlight = Integer.getInteger("benchmark.inFlight", 100);
    private final int rounds = Integer.getInteger("benchmark.rounds", 3);
    private final int seconds = Integer.getInteger("benchmark.seconds", 4);
    private final int warmUp = Integer.getInteger("benchmark.warmUp", 20);
    private final String jvm = System.getProperty("benchmark.jvm", "-Xms512m -Xmx512m");

    private SmppBenchmark() {
    }

    public static void main(String[] arguments) throws Exception {
        new SmppBenchmark().run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-smpp-benchmark");
        Path log = folder.resolve("programs.log");
        int barePort = TestSettings.freePort();
        int ss7Port = TestSettings.freePort();
        int smppPort = TestSettings.freePort();
        home(folder, smppPort);
        try (Program bare = Program.talking(log, jvm, BareSmppServer.class, String.valueOf(barePort), String.valueOf(SESSIONS));
                Program hub = Program.silent(log, jvm, VmnHub.class, "run", "--home", folder.toString(), "-P", "vmnhub.ss7.port=" + ss7Port,
                        "-P", "camel.management.port=" + TestSettings.freePort())) {
            bare.await("listening");
            awaitPort(smppPort);
            try (Program generator = Program.talking(log, jvm, LoadGenerator.class, "hub", String.valueOf(ss7Port), "0")) {
                generator.await("ready");
                try (Program bareEsme = Program.talking(log, jvm, CountingEsme.class, String.valueOf(barePort), String.valueOf(SESSIONS));
                        Program hubEsme = Program.talking(log, jvm, CountingEsme.class, String.valueOf(smppPort), String.valueOf(SESSIONS))) {
                    bareEsme.await("bound");
                    bare.await("bound");
                    hubEsme.await("bound");
                    measure(bare, hub, generator);
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    /** Waits until something listens there. */
    static void awaitPort(int port) throws InterruptedException {
        for (int i = 0; i < HUB_START_SECONDS * 10; i++) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                Thread.sleep(100); // not yet
            }
        }
        throw new IllegalStateException("the hub does not start");
    }

    private void measure(Program bare, Program hub, Program generator) throws IOException {
        System.out.printf("%d processors, Java %s; %d messages in flight, %d sessions%n", Runtime.getRuntime().availableProcessors(),
                Runtime.version(), inFlight, SESSIONS);
        bare.ask(inFlight + " " + warmUp / 2);
        generator.ask("hub fsm closed " + inFlight + " " + warmUp);
        System.out.println("round   bare jSMPP/s  µs CPU   FSM>hub>ESME/s  µs CPU of the hub   p50 ms   p99 ms   failed");
        for (int round = 1; round <= rounds; round++) {
            long bareBefore = bare.cpuNanos();
            double bareRate = Double.parseDouble(bare.ask(inFlight + " " + seconds));
            double bareCpu = (bare.cpuNanos() - bareBefore) / 1_000.0 / Math.max(1, bareRate * seconds);
            long hubBefore = hub.cpuNanos();
            Result result = Result.parse(generator.ask("hub fsm closed " + inFlight + " " + seconds));
            double hubCpu = (hub.cpuNanos() - hubBefore) / 1_000.0 / Math.max(1, result.acknowledged());
            System.out.printf("%5d %14.0f %7.1f %16.0f %19.1f %8.2f %8.2f %8d%n", round, bareRate, bareCpu, result.perSecond(), hubCpu, result.p50(),
                    result.p99(), result.failed());
        }
    }

    private static void home(Path folder, int smppPort) throws IOException {
        for (String shipped : new String[] {"config", "routes", "connectors"}) {
            try (Stream<Path> files = Files.walk(Path.of(shipped))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
        Files.writeString(folder.resolve("config/smpp.yaml"), "listeners:\n  - {address: 127.0.0.1, port: " + smppPort + "}\naccounts:\n"
                + "  - {systemId: acme, password: secret, window: 50}\n");
        Files.writeString(folder.resolve("routes/applications/demo.camel.yaml"), "- route:\n    id: demo\n    from:\n      uri: direct:demo\n"
                + "      steps:\n        - to: kamelet:smpp-server-sink?account=acme\n");
    }
}
