// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.report.Spread;
import io.vmnhub.screening.ScreeningCost;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What screening costs: the processor time of one decision, and that of a whole mt-ForwardSM through three hubs in
 * turn, one without rules, one with 100,000 list entries, 50 filters about content and two limits, and one whose limit
 * refuses every message. docs/benchmark.md says how to run it.
 */
public final class ScreeningBenchmark {

    private static final String OPEN = "no rules";
    private static final String RULES = "all rules";
    private static final String CLOSED = "over a limit";

    private final int inFlight = Settings.number("inFlight", 100);
    private final int rounds = Settings.number("rounds", 3);
    private final int seconds = Settings.number("seconds", 4);
    private final int warmUp = Settings.number("warmUp", 120);
    private final String jvm = Settings.text("jvm").orElse(Settings.HEAP);
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    private ScreeningBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        new ScreeningBenchmark().run();
    }

    private void run() throws Exception {
        ScreeningCost.Figures decision = new ScreeningCost().measure();
        System.out.printf(
                "%d processors, Java %s; %d messages in flight%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), inFlight);
        System.out.printf(
                "one decision: %.2f µs of CPU with 10 list entries, %.2f with 100,000, %.2f over a limit%n",
                decision.fewEntries(), decision.manyEntries(), decision.refused());
        Path folder = Files.createTempDirectory("vmn-hub-screening-benchmark");
        Path log = folder.resolve("programs.log");
        try (Started open = start(folder, OPEN, "");
                Started all = start(folder, RULES, "100000000/s");
                Started closed = start(folder, CLOSED, "1/d");
                Program generator = Program.talking(
                        log,
                        jvm,
                        LoadGenerator.class,
                        "open",
                        open.port(),
                        "0",
                        "all",
                        all.port(),
                        "0",
                        "closed",
                        closed.port(),
                        "0")) {
            generator.await("ready");
            measure(generator, Map.of(OPEN, open, RULES, all, CLOSED, closed));
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
        report(decision);
    }

    /** A hub on a port. */
    private record Started(Program program, String port) implements AutoCloseable {
        @Override
        public void close() {
            program.close();
        }
    }

    /** @param limit of the hub as a whole; empty for the shipped files */
    private Started start(Path folder, String name, String limit) throws IOException {
        Path home = folder.resolve(name.replace(' ', '-'));
        BenchmarkHome.sink(home);
        if (!limit.isEmpty()) {
            ScreeningCost.write(home.resolve("config"), limit);
        }
        String port = String.valueOf(TestSettings.freePort());
        Program hub = Program.hub(
                home.resolve("hub.log"),
                jvm,
                home,
                "vmnhub.ss7.port=" + port,
                "camel.management.port=" + TestSettings.freePort());
        hub.awaitRunning(home.resolve("hub.log"));
        return new Started(hub, port);
    }

    private void measure(Program generator, Map<String, Started> hubs) throws IOException, InterruptedException {
        Map<String, String> targets = new LinkedHashMap<>();
        targets.put(OPEN, "open");
        targets.put(RULES, "all");
        targets.put(CLOSED, "closed");
        WarmUp.await(
                targets.entrySet().stream()
                        .<WarmUp.Slice>map(target ->
                                duration -> micros(generator, target.getKey(), target.getValue(), hubs, duration)
                                        .micros())
                        .toList(),
                warmUp);
        System.out.println("µs of the hub's CPU for a whole mt-ForwardSM");
        for (int round = 1; round <= rounds; round++) {
            for (Map.Entry<String, String> target : targets.entrySet()) {
                Round measured = micros(generator, target.getKey(), target.getValue(), hubs, seconds);
                micros.computeIfAbsent(target.getKey(), first -> new ArrayList<>())
                        .add(measured.micros());
                System.out.printf(
                        "round %d  %-14s %6.1f µs  %7.0f/s  acknowledged %d, not %d%n",
                        round,
                        target.getKey(),
                        measured.micros(),
                        measured.result().perSecond(),
                        measured.result().acknowledged(),
                        measured.result().failed());
            }
        }
    }

    private record Round(double micros, Result result) {}

    private Round micros(Program generator, String name, String target, Map<String, Started> hubs, int duration)
            throws IOException {
        Program hub = hubs.get(name).program();
        long before = hub.cpuNanos();
        Result result = Result.parse(generator.ask(target + " fsm closed " + inFlight + " " + duration));
        long messages = name.equals(CLOSED) ? result.failed() : result.acknowledged();
        return new Round((hub.cpuNanos() - before) / 1e3 / Math.max(1, messages), result);
    }

    private double median(String target) {
        return Spread.of(micros.get(target)).median();
    }

    private void report(ScreeningCost.Figures decision) {
        double passes = median(RULES);
        System.out.printf(
                "a message that passes all rules: %.1f µs, %+.1f to one without rules%n",
                passes, passes - median(OPEN));
        System.out.printf(
                "a limit's refusal: %.2f µs, which is %.1f %% of the message that passes; with the dialogue, "
                        + "the MAP error and the line in the log "
                        + "%.1f µs, %.0f %%%n",
                decision.refused(), 100 * decision.refused() / passes, median(CLOSED), 100 * median(CLOSED) / passes);
    }
}
