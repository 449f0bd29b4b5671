// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.Phase.Beside;
import io.vmnhub.benchmark.report.Figure;
import io.vmnhub.benchmark.report.Measurement;
import io.vmnhub.benchmark.report.PhaseResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures the phases of a run on a stage, round by round, so that all of them meet the same disturbances. */
final class Runner implements AutoCloseable {

    private static final double NANOS_PER_MICRO = 1e3;

    private final Stage stage;
    private final Map<Target, RunningJvm> machines = new EnumMap<>(Target.class);

    Runner(Stage stage) throws IOException {
        this.stage = stage;
        for (Map.Entry<Target, Program> target : stage.targets().entrySet()) {
            machines.put(target.getKey(), RunningJvm.of(target.getValue().pid()));
        }
    }

    /** Every phase in every round. */
    List<PhaseResult> measure(List<Phase> phases, int rounds, int seconds) throws IOException, InterruptedException {
        Map<Phase, List<Measurement>> measured = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Phase phase : phases) {
                measured.computeIfAbsent(phase, first -> new ArrayList<>()).add(measure(phase, seconds));
            }
            System.out.println("round " + round + " of " + rounds + " done");
        }
        List<PhaseResult> results = new ArrayList<>();
        measured.forEach((phase, all) -> results.add(new PhaseResult(
                phase.name(),
                phase.load(),
                phase.target().text(),
                phase.hasBaseline() ? phase.onBare().id() : "",
                all)));
        return results;
    }

    /**
     * Until the compilers have done their work: until what a message costs no longer falls in any closed loop, or the
     * time for it is over.
     */
    void warmUp(List<Phase> phases, int mostSeconds) throws IOException, InterruptedException {
        Map<String, Phase> ways = new LinkedHashMap<>();
        for (Phase phase : phases) {
            // the one with most in flight of each way
            ways.merge(
                    phase.traffic() + " " + phase.target(),
                    phase,
                    (one, other) -> one.isClosed() ? later(one, other) : other);
        }
        WarmUp.await(
                ways.values().stream()
                        .<WarmUp.Slice>map(phase ->
                                seconds -> measure(phase, seconds).figures().get(Figure.CPU))
                        .toList(),
                mostSeconds);
    }

    private static Phase later(Phase one, Phase other) {
        return other.isClosed() && other.number() > one.number() ? other : one;
    }

    /** One round of one phase. */
    Measurement measure(Phase phase, int seconds) throws IOException, InterruptedException {
        Program target = stage.target(phase.target());
        RunningJvm machine = machines.get(phase.target());
        try (Activity beside = stage.beside(phase)) {
            Map<Long, Long> allocatedBefore = machine.allocated();
            long generatorBefore = stage.generator().cpuNanos();
            long cpuBefore = target.cpuNanos();
            Result result = load(phase, target, seconds);
            long generatorNanos = stage.generator().cpuNanos() - generatorBefore;
            int threads = target.threads();
            double arrival = beside.awaitArrival(result);
            double messages = Math.max(1, result.acknowledged());
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.PER_SECOND, result.perSecond());
            figures.put(Figure.CPU, (target.cpuNanos() - cpuBefore) / NANOS_PER_MICRO / messages);
            figures.put(Figure.ALLOCATED, machine.allocatedSince(allocatedBefore) / messages);
            figures.put(Figure.THREADS, (double) threads);
            figures.put(Figure.RESIDENT, target.residentMegabytes());
            if (phase.target().isGenerated()) {
                figures.put(Figure.GENERATOR_CPU, generatorNanos / NANOS_PER_MICRO / messages);
                figures.put(Figure.P50, result.latencies().p50());
                figures.put(Figure.P90, result.latencies().p90());
                figures.put(Figure.P99, result.latencies().p99());
                figures.put(Figure.P999, result.latencies().p999());
                figures.put(Figure.MAX, result.latencies().max());
            }
            if (phase.beside() == Beside.DELIVERY || phase.beside() == Beside.READERS) {
                figures.put(
                        Figure.DELIVERED,
                        result.acknowledged() / (result.acknowledged() / result.perSecond() + arrival));
            }
            return new Measurement(result.failed(), figures);
        }
    }

    private Result load(Phase phase, Program target, int seconds) throws IOException {
        if (phase.target().isGenerated()) {
            return Result.parse(stage.generator()
                    .ask(phase.target().text() + " " + phase.traffic() + " " + phase.load() + " " + seconds));
        }
        double perSecond = Double.parseDouble(target.ask(phase.number() + " " + seconds));
        return Result.withoutLatencies(Math.round(perSecond * seconds), perSecond);
    }

    @Override
    public void close() throws IOException {
        for (RunningJvm machine : machines.values()) {
            machine.close();
        }
    }
}
