// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The rounds of one phase against one target. */
final class Samples {

    private final List<Sample> rounds = new ArrayList<>();

    private record Sample(
            Result result, double targetMicros, double generatorMicros, int threads, double drainSeconds) {

        /** From the first message taken to the last one delivered. */
        double deliveredPerSecond() {
            return result.acknowledged() / (result.acknowledged() / result.perSecond() + drainSeconds);
        }
    }

    /** What is told of a phase. */
    enum Figure {
        PER_SECOND("messages/s", 0, sample -> sample.result().perSecond()),
        TARGET_CPU("CPU", 1, Sample::targetMicros),
        GENERATOR_CPU("CPU generator", 1, Sample::generatorMicros),
        P50("p50, ms", 2, sample -> sample.result().p50()),
        P99("p99, ms", 2, sample -> sample.result().p99()),
        THREADS("threads", 0, Sample::threads),
        DELIVERED("delivered/s", 0, Sample::deliveredPerSecond);

        private final String label;
        private final int decimals;
        private final ToDoubleFunction<Sample> value;

        Figure(String label, int decimals, ToDoubleFunction<Sample> value) {
            this.label = label;
            this.decimals = decimals;
            this.value = value;
        }

        String label() {
            return label;
        }
    }

    /**
     * @param drainSeconds how long it took after the phase until all was delivered; nothing where the acknowledgement
     *     is the end
     */
    void add(Result result, long targetNanos, long generatorNanos, int threads, double drainSeconds) {
        double messages = Math.max(1, result.acknowledged());
        rounds.add(new Sample(
                result, targetNanos / 1e3 / messages, generatorNanos / 1e3 / messages, threads, drainSeconds));
    }

    long failed() {
        return rounds.stream().mapToLong(sample -> sample.result().failed()).sum();
    }

    private double[] sorted(Figure figure) {
        return rounds.stream().mapToDouble(figure.value).sorted().toArray();
    }

    private double median(Figure figure) {
        double[] sorted = sorted(figure);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    String text(Figure figure) {
        double[] sorted = sorted(figure);
        String number = "%." + figure.decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + " to " + number + ")",
                median(figure),
                sorted[0],
                sorted[sorted.length - 1]);
    }

    /** How many times the bare responder's figure the hub's is; for latencies, what the hub adds too. */
    static String comparison(Figure figure, Samples bare, Samples hub) {
        double ratio = hub.median(figure) / bare.median(figure);
        return figure == Figure.P50 || figure == Figure.P99
                ? String.format(Locale.ROOT, "%+.2f ms", hub.median(figure) - bare.median(figure))
                : String.format(Locale.ROOT, "%.2f", ratio);
    }
}
