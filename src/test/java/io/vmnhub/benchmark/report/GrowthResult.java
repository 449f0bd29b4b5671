// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.List;

/**
 * What becomes of a hub when there is more of something.
 *
 * @param dimension what there is more of
 * @param small the case that the other is compared with
 */
public record GrowthResult(String dimension, Point small, Point large) {

    /**
     * One hub.
     *
     * @param size how many
     * @param startSeconds from the process's beginning until the hub runs
     * @param heapMegabytes in use after a collection, at rest
     * @param residentMegabytes at rest
     * @param rounds of one load, small and large in turn
     */
    public record Point(
            long size, double startSeconds, double heapMegabytes, double residentMegabytes, List<Measurement> rounds) {

        public Point {
            rounds = List.copyOf(rounds);
        }

        PhaseResult asPhase() {
            return new PhaseResult("growth", String.valueOf(size), "hub", "", rounds);
        }

        public Spread spread(Figure figure) {
            return asPhase().spread(figure).orElseThrow();
        }
    }

    /** How many times the small case's figure the large one's is, round by round. */
    public Spread ratio(Figure figure) {
        return large.asPhase().ratio(figure, small.asPhase()).orElseThrow();
    }
}
