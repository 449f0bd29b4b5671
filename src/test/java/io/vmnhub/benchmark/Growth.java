// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.report.Figure;
import io.vmnhub.benchmark.report.GrowthResult;
import io.vmnhub.benchmark.report.GrowthResult.Point;
import io.vmnhub.benchmark.report.Measurement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a hub when there is more of something: for each dimension a small hub and a large one, side by side,
 * that are given the same load in turn.
 */
final class Growth {

    static final String NAME = "growth";

    private final Settings settings;
    private final Path folder;

    Growth(Settings settings, Path folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /** The full form has all; {@code growth} chooses all, {@code growth-numbers} one. */
    static List<Dimension> dimensions(Settings settings) {
        boolean all = settings.phases().isEmpty()
                ? settings.form() == Settings.Form.FULL
                : settings.phases().contains(NAME);
        List<Dimension> chosen = new ArrayList<>();
        for (Dimension dimension : Dimension.values()) {
            if (all || settings.phases().contains(NAME + "-" + dimension.selector())) {
                chosen.add(dimension);
            }
        }
        return chosen;
    }

    /** All names that choose it. */
    static List<String> selectors() {
        List<String> selectors = new ArrayList<>(List.of(NAME));
        for (Dimension dimension : Dimension.values()) {
            selectors.add(NAME + "-" + dimension.selector());
        }
        return selectors;
    }

    List<GrowthResult> measure() throws IOException, InterruptedException {
        List<GrowthResult> results = new ArrayList<>();
        for (Dimension dimension : dimensions(settings)) {
            results.add(measure(dimension));
            System.out.println("growth of " + dimension.text() + " done");
        }
        return results;
    }

    private GrowthResult measure(Dimension dimension) throws IOException, InterruptedException {
        Path homes = Files.createDirectories(folder.resolve(dimension.selector()));
        try (GrowingHub small = GrowingHub.start(settings, dimension, dimension.small(), homes.resolve("small"));
                GrowingHub large = GrowingHub.start(
                        settings, dimension, dimension.large(settings.form()), homes.resolve("large"));
                Program generator =
                        GrowingHub.generator("small", small, "large", String.valueOf(large.ss7Port()), "0")) {
            Side smallSide = new Side(dimension, "small", small, generator);
            Side largeSide = new Side(dimension, "large", large, generator);
            WarmUp.await(List.of(smallSide::cpu, largeSide::cpu), settings.warmUp());
            List<Measurement> smallRounds = new ArrayList<>();
            List<Measurement> largeRounds = new ArrayList<>();
            for (int round = 0; round < settings.rounds(); round++) {
                smallRounds.add(smallSide.round(settings.seconds()));
                largeRounds.add(largeSide.round(settings.seconds()));
            }
            return new GrowthResult(dimension.text(), point(small, smallRounds), point(large, largeRounds));
        }
    }

    private static Point point(GrowingHub hub, List<Measurement> rounds) throws IOException {
        try (RunningJvm machine = RunningJvm.of(hub.program().pid())) {
            return new Point(
                    hub.size(),
                    hub.startSeconds(),
                    machine.liveMegabytes(),
                    hub.program().residentMegabytes(),
                    rounds);
        }
    }

    /** One of the two hubs under load. */
    private record Side(Dimension dimension, String name, GrowingHub hub, Program generator) {

        Measurement round(int seconds) throws IOException {
            if (dimension != Dimension.IN_PROGRESS) {
                return load(seconds);
            }
            generator.ask(name + " held burst " + hub.size());
            Measurement measured = load(seconds);
            generator.ask(name + " held ended " + hub.size());
            return measured;
        }

        double cpu(int seconds) throws IOException {
            return load(seconds).figures().get(Figure.CPU);
        }

        Measurement load(int seconds) throws IOException {
            long before = hub.program().cpuNanos();
            Result result = Result.parse(generator.ask(name + " " + dimension.load(hub.size()) + " " + seconds));
            Map<Figure, Double> figures = new EnumMap<>(Figure.class);
            figures.put(Figure.PER_SECOND, result.perSecond());
            figures.put(Figure.CPU, (hub.program().cpuNanos() - before) / 1e3 / Math.max(1, result.acknowledged()));
            figures.put(Figure.P50, result.latencies().p50());
            figures.put(Figure.P99, result.latencies().p99());
            figures.put(Figure.THREADS, (double) hub.program().threads());
            figures.put(Figure.RESIDENT, hub.program().residentMegabytes());
            return new Measurement(result.failed(), figures);
        }
    }
}
