// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.benchmark.report.Spread;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Figures of the same kind, and how far they lie apart. */
record Figures(double[] figures) {

    /** Student's t for 95 % of both sides, by degrees of freedom from 1; beyond them the normal distribution's. */
    private static final double[] T = {
        12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10,
        2.09
    };

    private static final double T_OF_MANY = 2.0;

    static <S> Figures of(List<S> samples, ToDoubleFunction<S> figure) {
        return new Figures(samples.stream().mapToDouble(figure).toArray());
    }

    /** What samples have more than others of the same rounds, round by round. */
    static <S> Figures differences(List<S> samples, List<S> others, ToDoubleFunction<S> figure) {
        return new Figures(IntStream.range(0, samples.size())
                .mapToDouble(
                        round -> figure.applyAsDouble(samples.get(round)) - figure.applyAsDouble(others.get(round)))
                .toArray());
    }

    /** {@code 3.1 (2.9 to 3.8)}. */
    String median(int decimals) {
        return Spread.of(Arrays.stream(figures).boxed().toList())
                .text(figure -> String.format(Locale.ROOT, "%." + decimals + "f", figure));
    }

    /** {@code +1.2 ± 0.4}: the mean of differences and half of its 95 % confidence interval. */
    String mean(int decimals) {
        double mean = Arrays.stream(figures).average().orElseThrow();
        int freedom = figures.length - 1;
        double variance = Arrays.stream(figures)
                        .map(figure -> (figure - mean) * (figure - mean))
                        .sum()
                / Math.max(1, freedom);
        double t = freedom < 1 ? Double.NaN : freedom <= T.length ? T[freedom - 1] : T_OF_MANY;
        String number = "%+." + decimals + "f ± %." + decimals + "f";
        return String.format(Locale.ROOT, number, mean, t * Math.sqrt(variance / figures.length));
    }
}
