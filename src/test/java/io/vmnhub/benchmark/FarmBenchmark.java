// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.BenchmarkFarm.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;

/**
 * What a farm costs: mt-forwardSM, each claimed before it is delivered, through a hub by itself, through one node of a
 * farm, and through all of its nodes at once, by short windows in turn. Each window has the processor time of every
 * process and what has gone over the network between the nodes, for one message. docs/farm.md has the figures.
 */
public final class FarmBenchmark {

    private static final int[] FARMS = {1, 2, 3, 4, 8, 16};

    private final int count = Settings.number("nodes", 2);
    private final int inFlight = Settings.number("inFlight", 100);
    private final int rounds = Settings.number("rounds", 6);
    private final int seconds = Settings.number("seconds", 4);
    private final int warmUp = Settings.number("warmUp", 90);
    private final String jvm = Settings.text("jvm").orElse(Settings.HEAP);
    private final Map<Load, List<Window>> windows = new EnumMap<>(Load.class);
    private final ExecutorService senders = Executors.newCachedThreadPool();

    /** Where messages come to. */
    private enum Load {
        ALONE("a hub by itself"),
        ONE_NODE("one node of the farm"),
        ALL_NODES("all nodes of the farm");

        private final String text;

        Load(String text) {
            this.text = text;
        }

        List<Hub> hubs(BenchmarkFarm farm) {
            return switch (this) {
                case ALONE -> List.of(farm.alone());
                case ONE_NODE -> farm.nodes().subList(0, 1);
                case ALL_NODES -> farm.nodes();
            };
        }
    }

    /**
     * One of them; all but the first two and the last for one message.
     *
     * @param micros of processor time, the hubs that take part together
     * @param byHub the same of each hub of the benchmark
     */
    private record Window(
            double perSecond, double p99, double micros, double[] byHub, double messages, double octets, long failed) {}

    private FarmBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new FarmBenchmark().run() ? 0 : 1);
    }

    /** @return whether all messages were acknowledged */
    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-farm-benchmark");
        Path log = folder.resolve("programs.log");
        try (BenchmarkFarm farm = new BenchmarkFarm(folder, log, jvm, count)) {
            farm.start();
            System.out.printf(
                    Locale.ROOT,
                    "%d processors, Java %s; %d nodes, %d messages in flight, %d rounds of 3 windows of %d s%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    count,
                    inFlight,
                    rounds,
                    seconds);
            for (Load load : List.of(Load.ALONE, Load.ALL_NODES)) {
                window(farm, load, warmUp / 2);
            }
            measure(farm);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        } finally {
            senders.shutdownNow();
        }
        report();
        return windows.values().stream().flatMap(List::stream).allMatch(window -> window.failed() == 0);
    }

    private void measure(BenchmarkFarm farm) throws IOException, InterruptedException {
        System.out.print("round  messages come to        messages/s   p99 ms   µs   between nodes: messages  octets  ");
        farm.hubs().forEach(hub -> System.out.printf("  µs of %s", hub.name()));
        System.out.println();
        for (int round = 1; round <= rounds; round++) {
            Load[] order = Load.values();
            for (int i = 0; i < order.length; i++) {
                // there and back, so that what becomes slowly slower or faster does it to all
                Load load = order[round % 2 == 1 ? i : order.length - 1 - i];
                Window window = window(farm, load, seconds);
                windows.computeIfAbsent(load, none -> new ArrayList<>()).add(window);
                System.out.printf(
                        Locale.ROOT,
                        "%5d  %-22s %11.0f %8.2f %6.1f %22.2f %8.0f ",
                        round,
                        load.text,
                        window.perSecond(),
                        window.p99(),
                        window.micros(),
                        window.messages(),
                        window.octets());
                for (double micros : window.byHub()) {
                    System.out.printf(Locale.ROOT, " %13.1f", micros);
                }
                System.out.println();
            }
        }
    }

    private Window window(BenchmarkFarm farm, Load load, int during) throws IOException, InterruptedException {
        List<Hub> targets = load.hubs(farm);
        List<Long> before =
                farm.hubs().stream().map(hub -> hub.program().cpuNanos()).toList();
        double messages = sent(farm, "messages");
        double octets = sent(farm, "octets");
        List<CompletableFuture<Result>> sending = targets.stream()
                .map(hub -> CompletableFuture.supplyAsync(
                        () -> send(farm, hub, inFlight / targets.size(), during), senders))
                .toList();
        List<Result> results = sending.stream().map(CompletableFuture::join).toList();
        double acknowledged =
                Math.max(1, results.stream().mapToLong(Result::acknowledged).sum());
        double[] byHub = new double[before.size()];
        double micros = 0;
        for (int i = 0; i < byHub.length; i++) {
            Hub hub = farm.hubs().get(i);
            byHub[i] = (hub.program().cpuNanos() - before.get(i)) / 1e3 / acknowledged;
            if (load == Load.ALONE ? hub == farm.alone() : hub != farm.alone()) {
                micros += byHub[i];
            }
        }
        return new Window(
                results.stream().mapToDouble(Result::perSecond).sum(),
                results.stream().mapToDouble(Result::p99).max().orElseThrow(),
                micros,
                byHub,
                (sent(farm, "messages") - messages) / acknowledged,
                (sent(farm, "octets") - octets) / acknowledged,
                results.stream().mapToLong(Result::failed).sum());
    }

    private static Result send(BenchmarkFarm farm, Hub hub, int inFlight, int seconds) {
        try {
            return farm.send(hub, inFlight, seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By all nodes. */
    private static double sent(BenchmarkFarm farm, String what) throws IOException, InterruptedException {
        double sum = 0;
        for (Hub node : farm.nodes()) {
            sum += node.metrics().sum("vmnhub_cluster_network_" + what + "_total", "direction=\"sent\"");
        }
        return sum;
    }

    private void report() {
        System.out.println("\nFor one message; median, least and most in brackets");
        windows.forEach((load, all) -> System.out.printf(
                "%-22s %s µs, %s messages and %s octets between nodes%n",
                load.text,
                Figures.of(all, Window::micros).median(1),
                Figures.of(all, Window::messages).median(2),
                Figures.of(all, Window::octets).median(0)));
        double alone = mean(Load.ALONE, Window::micros);
        for (Load load : List.of(Load.ONE_NODE, Load.ALL_NODES)) {
            System.out.printf(
                    Locale.ROOT,
                    "%s: %s µs more than a hub by itself, %.0f %%%n",
                    load.text,
                    Figures.differences(windows.get(load), windows.get(Load.ALONE), Window::micros)
                            .mean(1),
                    100 * (mean(load, Window::micros) / alone - 1));
        }
        reckon(alone);
    }

    /** In proportion to what was measured with this farm. */
    private void reckon(double alone) {
        double share = expected(count);
        double messages = mean(Load.ALL_NODES, Window::messages) / share;
        double micros = (mean(Load.ALL_NODES, Window::micros) - alone) / share;
        System.out.println("\nReckoned from that:\n| nodes | messages between nodes for each SMS | µs for each SMS |"
                + " of n nodes' throughput by themselves |\n|---|---|---|---|");
        for (int nodes : FARMS) {
            double cost = alone + micros * expected(nodes);
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %.1f | %.1f | %.0f %% |%n",
                    nodes,
                    messages * expected(nodes),
                    cost,
                    100 * alone / cost);
        }
    }

    /** How many messages between so many nodes there are for each that is delivered: docs/farm.md says why. */
    private static double expected(int nodes) {
        return nodes == 1 ? 0 : 8 - 6.0 / nodes;
    }

    private double mean(Load load, ToDoubleFunction<Window> figure) {
        return windows.get(load).stream().mapToDouble(figure).average().orElseThrow();
    }
}
