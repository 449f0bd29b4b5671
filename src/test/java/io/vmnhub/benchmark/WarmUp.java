// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.util.ArrayList;
import java.util.List;

/** Knows from what a message costs, slice by slice, when a JVM is warm. */
final class WarmUp {

    private static final int LEAST_SLICES = 4;
    private static final int STEADY_SLICES = 3;
    private static final double TOLERANCE = 1.15;

    private final List<Double> costs = new ArrayList<>();

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
