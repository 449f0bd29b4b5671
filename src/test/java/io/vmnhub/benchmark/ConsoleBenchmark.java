// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What open consoles cost a hub under traffic: the processor time of its HTTP threads, which do all that consoles need,
 * and the time to answer, with and without them in turn. It needs Linux; docs/benchmark.md says how to run it.
 */
public final class ConsoleBenchmark {

    /** What pages listen to; consoles are spread over them. */
    private static final String[] TOPICS = {"overview", "messages", "applications", "smscs", "links"};

    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final double TICKS_PER_SECOND = 100;

    private final int rate = Integer.getInteger("benchmark.rate", 1_000);
    private final int consoles = Integer.getInteger("benchmark.consoles", 20);
    private final int rounds = Integer.getInteger("benchmark.rounds", 5);
    private final int seconds = Integer.getInteger("benchmark.seconds", 10);
    private final int warmUp = Integer.getInteger("benchmark.warmUp", 30);
    private final String jvm = System.getProperty("benchmark.jvm", "-Xms512m -Xmx512m");
    private final String token = UUID.randomUUID().toString();
    private final int managementPort = TestSettings.freePort();

    private ConsoleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        new ConsoleBenchmark().run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-console-benchmark");
        Path log = folder.resolve("programs.log");
        Path home = folder.resolve("home");
        HubFolder.shipped(home);
        try (InputStream route = Benchmark.class.getResourceAsStream("sink.camel.yaml")) {
            Files.write(home.resolve("routes/applications/demo.camel.yaml"), route.readAllBytes());
        }
        int port = TestSettings.freePort();
        try (Program hub = Program.hub(
                        log,
                        jvm,
                        home,
                        "vmnhub.ss7.port=" + port,
                        "vmnhub.management.token=" + token,
                        "camel.management.port=" + managementPort);
                Program generator = Program.talking(log, jvm, LoadGenerator.class, "hub", String.valueOf(port), "0")) {
            generator.await("ready");
            generator.ask("hub fsm rate " + rate + " " + warmUp);
            System.out.printf(
                    "%d processors, Java %s; %d messages/s, %d consoles%n",
                    Runtime.getRuntime().availableProcessors(), Runtime.version(), rate, consoles);
            System.out.println("round  without: % of a core   p50 ms   p99 ms    with: % of a core   p50 ms   p99 ms");
            double[] more = new double[rounds];
            for (int round = 0; round < rounds; round++) {
                Slice without = slice(hub, generator);
                Slice with;
                try (Consoles open = new Consoles()) {
                    open.open();
                    with = slice(hub, generator);
                }
                more[round] = with.core() - without.core();
                System.out.printf(
                        "%5d %22.1f %8.2f %8.2f %20.1f %8.2f %8.2f%n",
                        round + 1,
                        without.core(),
                        without.result().p50(),
                        without.result().p99(),
                        with.core(),
                        with.result().p50(),
                        with.result().p99());
            }
            Arrays.sort(more);
            System.out.printf("%d consoles take %.1f %% of a core more (median)%n", consoles, more[rounds / 2]);
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
    }

    /** @param core how much of one core the hub's HTTP threads took, in percent */
    private record Slice(Result result, double core) {}

    private Slice slice(Program hub, Program generator) throws IOException {
        double cpu = httpSeconds(hub.pid());
        long begun = System.nanoTime();
        Result result = Result.parse(generator.ask("hub fsm rate " + rate + " " + seconds));
        return new Slice(result, 1e11 * (httpSeconds(hub.pid()) - cpu) / (System.nanoTime() - begun));
    }

    /** Of all threads of Vert.x so far, by proc(5). */
    private static double httpSeconds(long process) throws IOException {
        double ticks = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + process + "/task"))) {
            for (Path thread : threads.toList()) {
                String stat = Files.readString(thread.resolve("stat"));
                String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                if (stat.contains("(vert.x")) {
                    ticks += Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
                }
            }
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** Streams that are read as browsers read them. */
    private final class Consoles implements AutoCloseable {

        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final List<InputStream> streams = new ArrayList<>();
        private final List<Thread> readers = new ArrayList<>();
        private volatile boolean closing;

        void open() throws IOException, InterruptedException {
            for (int i = 0; i < consoles; i++) {
                HttpResponse<InputStream> stream = client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort
                                        + "/manage/v1/events?topics=" + TOPICS[i % TOPICS.length]))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream());
                if (stream.statusCode() != 200) {
                    throw new IOException("a console cannot be opened: " + stream.statusCode());
                }
                streams.add(stream.body());
                Thread reader = new Thread(() -> read(stream.body()), "console-" + i);
                reader.setDaemon(true);
                reader.start();
                readers.add(reader);
            }
        }

        private void read(InputStream stream) {
            try {
                stream.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                if (!closing) {
                    throw new UncheckedIOException("a console's stream broke", e);
                }
            }
        }

        @Override
        public void close() throws IOException, InterruptedException {
            closing = true;
            for (InputStream stream : streams) {
                stream.close();
            }
            for (Thread reader : readers) {
                reader.join(5_000);
            }
        }
    }
}
