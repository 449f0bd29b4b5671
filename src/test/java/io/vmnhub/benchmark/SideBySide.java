// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * The hub with one of its ways out, in turn with a bare program that does the same without the hub, each in a closed
 * loop. Its parameters are {@code benchmark.inFlight}, {@code .rounds}, {@code .seconds}, {@code .warmUp} and
 * {@code .jvm}.
 *
 * @param inFlight messages under way at a time
 * @param rounds each with a phase of either
 * @param seconds how long a phase lasts
 * @param warmUp seconds before the first round; the bare program gets half
 * @param jvm options of every program
 */
record SideBySide(int inFlight, int rounds, int seconds, int warmUp, String jvm) {

    private static final int HUB_START_SECONDS = 60;

    static SideBySide byProperties() {
        return new SideBySide(
                Integer.getInteger("benchmark.inFlight", 100),
                Integer.getInteger("benchmark.rounds", 3),
                Integer.getInteger("benchmark.seconds", 4),
                Integer.getInteger("benchmark.warmUp", 20),
                System.getProperty("benchmark.jvm", "-Xms512m -Xmx512m"));
    }

    /** Sends messages to a hub over its link. */
    Program generator(Path log, int ss7Port) throws IOException {
        return Program.talking(log, jvm, LoadGenerator.class, "hub", String.valueOf(ss7Port), "0");
    }

    /** Waits until the hub listens there. */
    static void awaitPort(int port) {
        Awaitility.await("the hub listens on port " + port)
                .pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(HUB_START_SECONDS))
                .ignoreException(ConnectException.class)
                .until(() -> {
                    try (Socket socket = new Socket("127.0.0.1", port)) {
                        return socket.isConnected();
                    }
                });
    }

    /**
     * Prints a line for each round.
     *
     * @param bareRate what the bare program's rate is called
     * @param hubRate what the hub's rate is called
     * @return whether every message was acknowledged
     */
    boolean measure(String bareRate, Program bare, String hubRate, Program hub, Program generator) throws IOException {
        System.out.printf(
                "%d processors, Java %s; %d messages in flight%n",
                Runtime.getRuntime().availableProcessors(), Runtime.version(), inFlight);
        bare.ask(inFlight + " " + warmUp / 2);
        generator.ask("hub fsm closed " + inFlight + " " + warmUp);
        System.out.printf("round %15s  µs CPU %17s  µs CPU of the hub   p50 ms   p99 ms   failed%n", bareRate, hubRate);
        boolean complete = true;
        for (int round = 1; round <= rounds; round++) {
            long bareBefore = bare.cpuNanos();
            double perSecond = Double.parseDouble(bare.ask(inFlight + " " + seconds));
            double bareCpu = (bare.cpuNanos() - bareBefore) / 1_000.0 / Math.max(1, perSecond * seconds);
            long hubBefore = hub.cpuNanos();
            Result result = Result.parse(generator.ask("hub fsm closed " + inFlight + " " + seconds));
            double hubCpu = (hub.cpuNanos() - hubBefore) / 1_000.0 / Math.max(1, result.acknowledged());
            System.out.printf(
                    "%5d %15.0f %7.1f %17.0f %18.1f %8.2f %8.2f %8d%n",
                    round, perSecond, bareCpu, result.perSecond(), hubCpu, result.p50(), result.p99(), result.failed());
            complete &= result.failed() == 0;
        }
        return complete;
    }
}
