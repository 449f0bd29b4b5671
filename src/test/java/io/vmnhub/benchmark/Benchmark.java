// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs the load generator against the bare responder and the hub in turn, phase by phase, several rounds, and prints
 * what each took. docs/benchmark.md says how to run it and how to read it.
 */
public final class Benchmark {

    private static final String BARE = "bare";
    private static final String HUB = "hub";
    private static final String CORRELATED = "sri+fsm-correlated";
    private static final long WARM_UP_SLICE_SECONDS = 3;

    private final int inFlight = number("inFlight", 100);
    private final int rate = number("rate", 1_000);
    private final int rounds = number("rounds", 3);
    private final int seconds = number("seconds", 4);
    private final int warmUpSeconds = number("warmUp", 60);
    private final String jvm = System.getProperty("benchmark.jvm", "-Xms512m -Xmx512m");
    private final String hubJvm = System.getProperty("benchmark.hubJvm", "");
    private final String wanted = System.getProperty("benchmark.phases", "");
    private final int managementPort = TestSettings.freePort();
    private final StoredMessages stored = new StoredMessages(managementPort);
    private final Map<String, Samples> samples = new LinkedHashMap<>();

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new Benchmark().run() ? 0 : 1);
    }

    private static int number(String name, int otherwise) {
        String value = System.getProperty("benchmark." + name, "");
        return value.isEmpty() ? otherwise : Integer.parseInt(value);
    }

    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-benchmark");
        Path log = folder.resolve("programs.log");
        int barePort = TestSettings.freePort();
        int bareLocalPort = TestSettings.freePort();
        int hubPort = TestSettings.freePort();
        try (Program bare = Program.talking(
                        log, jvm, BareResponder.class, String.valueOf(barePort), String.valueOf(bareLocalPort));
                Program hub = Program.hub(
                        log,
                        jvm + " " + hubJvm,
                        home(folder),
                        "vmnhub.ss7.port=" + hubPort,
                        "camel.management.port=" + managementPort,
                        "vmnhub.hlr.correlation-pool=234157",
                        "vmnhub.broker.quota=1000000000")) {
            bare.await("ready");
            try (Program generator = Program.talking(
                    log,
                    jvm,
                    LoadGenerator.class,
                    BARE,
                    String.valueOf(barePort),
                    String.valueOf(bareLocalPort),
                    HUB,
                    String.valueOf(hubPort),
                    "0")) {
                generator.await("ready");
                System.out.printf(
                        "%d processors, Java %s, %s; %d rounds of %d s; process ids: bare %d, hub %d, generator %d%n",
                        Runtime.getRuntime().availableProcessors(),
                        Runtime.version(),
                        jvm,
                        rounds,
                        seconds,
                        bare.pid(),
                        hub.pid(),
                        generator.pid());
                measure(Map.of(BARE, bare, HUB, hub), generator);
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
        return report();
    }

    private void measure(Map<String, Program> targets, Program generator) throws IOException {
        warmUp(targets, generator);
        for (int round = 1; round <= rounds; round++) {
            for (String phase : phases()) {
                for (String target : List.of(BARE, HUB)) {
                    long targetBefore = targets.get(target).cpuNanos();
                    long generatorBefore = generator.cpuNanos();
                    Result result = Result.parse(generator.ask(target + " " + phase + " " + seconds));
                    long generatorAfter = generator.cpuNanos();
                    int threads = targets.get(target).threads();
                    double drainSeconds =
                            target.equals(HUB) && isDelivered(phase) ? stored.awaitDelivery(phase.split(" ")[0]) : 0;
                    samples.computeIfAbsent(phase + " " + target, first -> new Samples())
                            .add(
                                    result,
                                    targets.get(target).cpuNanos() - targetBefore,
                                    generatorAfter - generatorBefore,
                                    threads,
                                    drainSeconds);
                }
            }
            System.out.println("round " + round + " of " + rounds + " done");
        }
    }

    /**
     * Until the hub's compiler has done its work: until the processor time a message no longer falls, or the time for
     * it is over.
     */
    private void warmUp(Map<String, Program> targets, Program generator) throws IOException {
        WarmUp warmUp = new WarmUp();
        long start = System.nanoTime();
        do {
            for (String target : List.of(BARE, HUB)) {
                long before = targets.get(target).cpuNanos();
                Result result = Result.parse(generator.ask(
                        target + " " + warmUpPhase() + " closed " + inFlight + " " + WARM_UP_SLICE_SECONDS));
                if (target.equals(HUB)) {
                    warmUp.add((targets.get(target).cpuNanos() - before) / (double) Math.max(1, result.acknowledged()));
                }
            }
            if (phases().stream().anyMatch(Benchmark::isDelivered)) {
                generator.ask(HUB + " store closed 1000 " + WARM_UP_SLICE_SECONDS);
            }
        } while (!warmUp.isOver() && System.nanoTime() - start < warmUpSeconds * 1_000_000_000L);
        System.out.printf(
                "warm after %d s%s%n",
                (System.nanoTime() - start) / 1_000_000_000L,
                warmUp.isOver()
                        ? ""
                        : ", though what a message costs had not settled: -Dbenchmark.warmUp=<seconds> allows more");
    }

    private List<String> phases() {
        return Stream.of(
                        "fsm closed " + inFlight,
                        "sri+fsm closed " + inFlight,
                        CORRELATED + " closed " + inFlight,
                        "fsm rate " + rate,
                        "sri+fsm rate " + rate,
                        "store closed 1",
                        "store closed 10",
                        "store closed 100",
                        "store closed 1000",
                        "backlog closed 1000",
                        "rows closed 1000")
                .filter(phase -> wanted.isEmpty() || List.of(wanted.split(",")).contains(phase.split(" ")[0]))
                .toList();
    }

    /** What the first of the phases needs most. */
    private String warmUpPhase() {
        return phases().stream().anyMatch(phase -> phase.startsWith("sri"))
                ? "sri+fsm"
                : phases().get(0).split(" ")[0];
    }

    /** Whether messages of {@code phase} leave the store beside the phase, and the next one waits until they have. */
    private static boolean isDelivered(String phase) {
        return phase.startsWith("store") || phase.startsWith("rows");
    }

    /** @return whether every message was acknowledged */
    private boolean report() {
        boolean complete = true;
        System.out.println("Median (least to most) of the rounds. CPU is microseconds of processor time a message.");
        for (String phase : phases()) {
            Samples bare = samples.get(phase + " " + BARE);
            Samples hub = samples.get(phase + " " + HUB);
            System.out.printf(
                    "%n%s%n%-14s%28s%28s%28s%n",
                    phase.replace("closed", "closed loop, in flight").replace("rate", "at a rate of"),
                    "",
                    "bare",
                    "hub",
                    "hub to bare");
            for (Samples.Figure figure : Samples.Figure.values()) {
                if (figure == Samples.Figure.DELIVERED && !isDelivered(phase)) {
                    continue;
                }
                System.out.printf(
                        "%-14s%28s%28s%28s%n",
                        figure.label(), bare.text(figure), hub.text(figure), Samples.comparison(figure, bare, hub));
            }
            if (bare.failed() + hub.failed() > 0) {
                System.out.printf("not acknowledged: bare %d, hub %d%n", bare.failed(), hub.failed());
                complete = false;
            }
        }
        compareCorrelation();
        return complete;
    }

    /** What correlation IMSIs cost: sri+fsm with them by sri+fsm without. */
    private void compareCorrelation() {
        Samples without = samples.get("sri+fsm closed " + inFlight + " " + HUB);
        Samples with = samples.get(CORRELATED + " closed " + inFlight + " " + HUB);
        if (without != null && with != null) {
            System.out.printf("%nhub, correlation IMSIs on, by off%n");
            for (Samples.Figure figure : Samples.Figure.values()) {
                if (figure != Samples.Figure.DELIVERED) {
                    System.out.printf("%-14s%28s%n", figure.label(), Samples.comparison(figure, without, with));
                }
            }
        }
    }

    /** The shipped files, with application routes that just end, and store mode for some of the numbers. */
    private static Path home(Path folder) throws IOException {
        HubFolder.shipped(folder);
        for (Map.Entry<String, String> own : Map.of(
                        "sink.camel.yaml",
                        "routes/applications/demo.camel.yaml",
                        "store.camel.yaml",
                        "routes/applications/store.camel.yaml",
                        "numbers.yaml",
                        "config/numbers.yaml")
                .entrySet()) {
            try (var file = Benchmark.class.getResourceAsStream(own.getKey())) {
                Files.write(folder.resolve(own.getValue()), file.readAllBytes());
            }
        }
        return folder;
    }
}
