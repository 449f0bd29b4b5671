// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Knows from what a message costs, slice by slice, when a JVM is warm. */
final class WarmUp {

    private static final int LEAST_SLICES = 4;
    private static final int STEADY_SLICES = 3;
    private static final double TOLERANCE = 1.15;

    private static final int SLICE_SECONDS = 2;

    private final List<Double> costs = new ArrayList<>();

    /** Load on a JVM that is to become warm. */
    interface Slice {

        /** @return what a message cost */
        double run(int seconds) throws IOException, InterruptedException;
    }

    /** Runs slices in turn, each until its JVM is warm or the time for all is over, and prints how long it took. */
    static void await(List<Slice> slices, int mostSeconds) throws IOException, InterruptedException {
        Map<Slice, WarmUp> states = new LinkedHashMap<>();
        slices.forEach(slice -> states.put(slice, new WarmUp()));
        long start = System.nanoTime();
        long most = TimeUnit.SECONDS.toNanos(mostSeconds);
        while (states.values().stream().anyMatch(state -> !state.isOver()) && System.nanoTime() - start < most) {
            for (Map.Entry<Slice, WarmUp> state : states.entrySet()) {
                if (!state.getValue().isOver() && System.nanoTime() - start < most) {
                    state.getValue().add(state.getKey().run(SLICE_SECONDS));
                }
            }
        }
        System.out.printf(
                "warm after %d s%s%n",
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start),
                states.values().stream().allMatch(WarmUp::isOver)
                        ? ""
                        : ", though what a message costs had not settled everywhere: -Dbenchmark.warmUp=<seconds> allows more");
    }

    void add(double cost) {
        costs.add(cost);
    }

    /** Whether the last slices all cost about as little as the cheapest so far. */
    boolean isOver() {
        if (costs.size() < LEAST_SLICES) {
            return false;
        }
        double least = costs.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
        return costs.subList(costs.size() - STEADY_SLICES, costs.size()).stream()
                .allMatch(cost -> cost <= least * TOLERANCE);
    }
}
