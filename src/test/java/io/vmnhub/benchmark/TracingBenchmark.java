// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import com.sun.net.httpserver.HttpServer;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What traces cost: mt-forwardSM through three hubs in turn, one with tracing off, one that traces one message of a
 * hundred, one that traces each, with a collector that takes all of it. docs/benchmark.md says how to run it.
 */
public final class TracingBenchmark {

    private final int inFlight = Settings.number("inFlight", 100);
    private final int rounds = Settings.number("rounds", 6);
    private final int seconds = Settings.number("seconds", 4);
    private final int warmUp = Settings.number("warmUp", 60);
    private final String jvm = Settings.text("jvm").orElse(Settings.HEAP);
    private final Map<Sampling, List<Double>> micros = new EnumMap<>(Sampling.class);
    private final AtomicLong collected = new AtomicLong();

    private enum Sampling {
        OFF(0),
        ONE_IN_100(100),
        EACH(1);

        private final int oneIn;

        Sampling(int oneIn) {
            this.oneIn = oneIn;
        }

        String label() {
            return this == OFF ? "off" : "1 in " + oneIn;
        }
    }

    private TracingBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new TracingBenchmark().run() ? 0 : 1);
    }

    /** @return whether all messages were acknowledged */
    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-tracing-benchmark");
        Path log = folder.resolve("programs.log");
        HttpServer collector = collector();
        Map<Sampling, Program> hubs = new EnumMap<>(Sampling.class);
        List<String> targets = new ArrayList<>();
        try {
            for (Sampling sampling : Sampling.values()) {
                int port = TestSettings.freePort();
                hubs.put(
                        sampling,
                        hub(
                                folder,
                                sampling,
                                port,
                                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"));
                targets.addAll(List.of(sampling.name(), String.valueOf(port), "0"));
            }
            try (Program generator = Program.talking(log, jvm, LoadGenerator.class, targets.toArray(String[]::new))) {
                generator.await("ready");
                return measure(generator, hubs);
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        } finally {
            hubs.values().forEach(Program::close);
            collector.stop(0);
        }
    }

    private HttpServer collector() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", request -> {
            try (request) {
                collected.addAndGet(request.getRequestBody().transferTo(OutputStream.nullOutputStream()));
                request.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }

    private Program hub(Path folder, Sampling sampling, int port, String collector) throws IOException {
        Path home = folder.resolve(sampling.name());
        BenchmarkHome.sink(home);
        List<String> properties =
                new ArrayList<>(List.of("vmnhub.ss7.port=" + port, "camel.management.port=" + TestSettings.freePort()));
        if (sampling != Sampling.OFF) {
            properties.addAll(
                    List.of("vmnhub.tracing.endpoint=" + collector, "vmnhub.tracing.one-in=" + sampling.oneIn));
        }
        return Program.hub(folder.resolve("programs.log"), jvm, home, properties.toArray(String[]::new));
    }

    private boolean measure(Program generator, Map<Sampling, Program> hubs) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%d processors, Java %s; %d messages in flight%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                inFlight);
        for (Sampling sampling : Sampling.values()) {
            send(generator, sampling, warmUp / Sampling.values().length);
        }
        System.out.println(
                "round  traced     µs of the hub's CPU   messages/s   p50 ms   p99 ms   failed   octets to the collector");
        long failed = 0;
        for (int round = 1; round <= rounds; round++) {
            for (Sampling sampling : Sampling.values()) {
                long octets = collected.get();
                long cpu = hubs.get(sampling).cpuNanos();
                Result result = send(generator, sampling, seconds);
                double cost = (hubs.get(sampling).cpuNanos() - cpu) / 1e3 / Math.max(1, result.acknowledged());
                micros.computeIfAbsent(sampling, none -> new ArrayList<>()).add(cost);
                failed += result.failed();
                System.out.printf(
                        Locale.ROOT,
                        "%5d  %-10s %19.1f %12.0f %8.2f %8.2f %8d %25d%n",
                        round,
                        sampling.label(),
                        cost,
                        result.perSecond(),
                        result.p50(),
                        result.p99(),
                        result.failed(),
                        collected.get() - octets);
            }
        }
        report();
        return failed == 0;
    }

    private Result send(Program generator, Sampling sampling, int during) throws IOException {
        return Result.parse(generator.ask(sampling.name() + " fsm closed " + inFlight + " " + during));
    }

    private void report() {
        System.out.println("\nµs of the hub's CPU for one message; median, least and most in brackets");
        micros.forEach((sampling, costs) -> System.out.printf(
                "%-10s %s%n", sampling.label(), Figures.of(costs, cost -> cost).median(1)));
        for (Sampling sampling : List.of(Sampling.ONE_IN_100, Sampling.EACH)) {
            Figures more = Figures.differences(micros.get(sampling), micros.get(Sampling.OFF), cost -> cost);
            System.out.printf("%s costs %s µs more than off%n", sampling.label(), more.mean(1));
        }
    }
}
