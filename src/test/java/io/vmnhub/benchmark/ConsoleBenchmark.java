// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToDoubleFunction;

/**
 * What open consoles cost a hub under traffic, by short windows that follow each other on one hub: without consoles,
 * with overviews open, with live tails open. Each window has the processor time of the whole hub, and the time to
 * answer mt-forwardSM at a constant rate. docs/benchmark.md says how to run and how to read it.
 */
public final class ConsoleBenchmark {

    private final int rate = Settings.number("rate", 1_000);
    private final int consoles = Settings.number("consoles", 20);
    private final int rounds = Settings.number("rounds", 10);
    private final int seconds = Settings.number("seconds", 10);
    private final int warmUp = Settings.number("warmUp", 60);
    private final String jvm = Settings.text("jvm").orElse(Settings.HEAP);
    private final String token = UUID.randomUUID().toString();
    private final int managementPort = TestSettings.freePort();
    private final Map<State, List<Window>> windows = new EnumMap<>(State.class);

    /** What is open during a window. */
    private enum State {
        NONE("no console"),
        OVERVIEWS("overviews", OpenConsoles.Page.OVERVIEW),
        TAILS("live tails", OpenConsoles.Page.LIVE_TAIL);

        private final String name;
        private final List<OpenConsoles.Page> pages;

        State(String name, OpenConsoles.Page... pages) {
            this.name = name;
            this.pages = List.of(pages);
        }
    }

    /** @param core how much of one core the hub took, all its threads together, in percent */
    private record Window(Result result, double core) {}

    private ConsoleBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        System.exit(new ConsoleBenchmark().run() ? 0 : 1);
    }

    /** @return whether all messages were acknowledged */
    private boolean run() throws Exception {
        Path folder = Files.createTempDirectory("vmn-hub-console-benchmark");
        Path log = folder.resolve("programs.log");
        Path home = folder.resolve("home");
        BenchmarkHome.sink(home);
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
            System.out.printf(
                    Locale.ROOT,
                    "%d processors, Java %s; %d messages/s, %d consoles, %d rounds of 3 windows of %d s%n",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    rate,
                    consoles,
                    rounds,
                    seconds);
            warmUp(generator);
            System.out.println("round  open         hub, % of a core   p50 ms   p99 ms");
            for (int round = 1; round <= rounds; round++) {
                State[] order = State.values();
                for (int i = 0; i < order.length; i++) {
                    // there and back, so that what becomes slowly slower or faster does it to all
                    State state = order[round % 2 == 1 ? i : order.length - 1 - i];
                    Window window = window(state, hub, generator);
                    windows.computeIfAbsent(state, none -> new ArrayList<>()).add(window);
                    System.out.printf(
                            Locale.ROOT,
                            "%5d  %-10s %18.1f %8.2f %8.2f%n",
                            round,
                            state.name,
                            window.core(),
                            window.result().p50(),
                            window.result().p99());
                }
            }
        } catch (IOException e) {
            throw new IOException(e.getMessage() + "\n" + Files.readString(log), e);
        }
        return report();
    }

    /** With everything open, so that the compiler is through with the console's code too. */
    private void warmUp(Program generator) throws IOException, InterruptedException {
        try (OpenConsoles open = open(List.of(OpenConsoles.Page.values()))) {
            send(generator, warmUp);
        }
    }

    private OpenConsoles open(List<OpenConsoles.Page> pages) throws IOException, InterruptedException {
        return OpenConsoles.open(managementPort, token, pages, consoles);
    }

    private Result send(Program generator, int during) throws IOException {
        return Result.parse(generator.ask("hub fsm rate " + rate + " " + during));
    }

    private Window window(State state, Program hub, Program generator) throws IOException, InterruptedException {
        try (OpenConsoles open = open(state.pages)) {
            send(generator, 1); // what opening and closing them costs is over
            long cpu = hub.cpuNanos();
            long begun = System.nanoTime();
            Result result = send(generator, seconds);
            return new Window(result, 100.0 * (hub.cpuNanos() - cpu) / (System.nanoTime() - begun));
        }
    }

    private boolean report() {
        System.out.printf(
                Locale.ROOT,
                "%nMedians of the windows, least and most in brackets.%n%-12s %26s %24s %24s%n",
                "open",
                "hub, % of a core",
                "p50 ms",
                "p99 ms");
        windows.forEach((state, all) -> System.out.printf(
                "%-12s %26s %24s %24s%n",
                state.name,
                Figures.of(all, Window::core).median(1),
                Figures.of(all, window -> window.result().p50()).median(2),
                Figures.of(all, window -> window.result().p99()).median(2)));
        for (State state : List.of(State.OVERVIEWS, State.TAILS)) {
            System.out.printf(
                    "%d %s take %s %% of a core; p50 %s ms, p99 %s ms%n",
                    consoles,
                    state.name,
                    more(state, Window::core).mean(1),
                    more(state, window -> window.result().p50()).mean(2),
                    more(state, window -> window.result().p99()).mean(2));
        }
        System.out.println(
                "(means of the rounds' differences to no console, with the half width of their 95 % interval)");
        long failed = windows.values().stream()
                .flatMap(List::stream)
                .mapToLong(window -> window.result().failed())
                .sum();
        if (failed > 0) {
            System.out.println(failed + " messages were not acknowledged");
        }
        return failed == 0;
    }

    /** What a state has more than none, round by round. */
    private Figures more(State state, ToDoubleFunction<Window> figure) {
        return Figures.differences(windows.get(state), windows.get(State.NONE), figure);
    }
}
