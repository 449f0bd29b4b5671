// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.Collection;
import java.util.function.DoubleFunction;

/**
 * What several rounds came to.
 *
 * @param median of an even number of rounds the mean of the two in the middle
 */
public record Spread(double least, double median, double most) {

    /**
     * @param values at least one
     * @throws IllegalArgumentException when there is none
     */
    public static Spread of(Collection<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values: a spread needs at least one round");
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return new Spread(
                sorted[0],
                sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2,
                sorted[sorted.length - 1]);
    }

    /** Whether some value lies in both. */
    public boolean overlaps(Spread other) {
        return least <= other.most && other.least <= most;
    }

    /** @return {@code median (least to most)} */
    public String text(DoubleFunction<String> number) {
        return number.apply(median) + " (" + number.apply(least) + " to " + number.apply(most) + ")";
    }
}
