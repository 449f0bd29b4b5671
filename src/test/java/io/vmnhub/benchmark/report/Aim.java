// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the hub is to reach on two cores.
 *
 * @param text the aim in words
 * @param value what a report says to it; empty where the run did not have the phase
 * @param bound what the value has to reach
 * @param atLeast whether the value must not be below the bound; else it must not be above
 * @param format of values
 */
record Aim(String text, Function<Report, Optional<Double>> value, double bound, boolean atLeast, String format) {

    private static final String STORED = "store closed 1000 hub";

    static final List<Aim> ALL = List.of(
            ratio("the default route's rate, to bare", "fsm closed 100 hub", 0.85),
            figure("the default route's CPU a message", "fsm closed 100 hub", Figure.CPU, 15, false, "%.1f µs"),
            ratio("100,000 list entries and 50 rules, to bare", "rules closed 100 rules", 0.7),
            figure("stored and delivered, 1,000 in flight", STORED, Figure.DELIVERED, 25_000, true, "%,.0f/s"),
            ratio("the same, acknowledged, to bare", STORED, 0.25),
            figure("the same, CPU a message", STORED, Figure.CPU, 60, false, "%.1f µs"),
            figure("stored and delivered, 1 in flight", "store closed 1 hub", Figure.DELIVERED, 2_500, true, "%,.0f/s"),
            ratio("to an ESME over SMPP, to bare", "smpp closed 100 hub", 0.5),
            ratio("to a webhook, to bare", "webhook closed 100 hub", 0.4),
            figure("rows into the database", "sql closed 1000 hub", Figure.PER_SECOND, 15_000, true, "%,.0f/s"),
            added("p99 more than bare, at 1,000/s", "fsm rate 1000 hub", 1),
            added("p99 more than bare, at 10,000/s", "fsm rate 10000 hub", 5));

    private static Aim ratio(String text, String phase, double bound) {
        return new Aim(
                text,
                report -> report.phase(phase)
                        .flatMap(found -> report.baseline(found)
                                .flatMap(base -> found.ratio(Figure.PER_SECOND, base))
                                .map(Spread::median)),
                bound,
                true,
                "%.2f");
    }

    private static Aim added(String text, String phase, double bound) {
        return new Aim(
                text,
                report -> report.phase(phase)
                        .flatMap(found -> report.baseline(found)
                                .flatMap(base -> found.added(Figure.P99, base))
                                .map(Spread::median)),
                bound,
                false,
                "%.2f ms");
    }

    private static Aim figure(String text, String phase, Figure figure, double bound, boolean atLeast, String format) {
        return new Aim(
                text,
                report -> report.phase(phase)
                        .flatMap(found -> found.spread(figure))
                        .map(Spread::median),
                bound,
                atLeast,
                format);
    }

    /** @return empty where the run did not have the phase */
    Optional<Boolean> metBy(Report report) {
        return value.apply(report).map(found -> atLeast ? found >= bound : found <= bound);
    }

    String aimText() {
        return (atLeast ? "≥ " : "≤ ") + String.format(Locale.ROOT, format, bound);
    }

    Optional<String> valueText(Report report) {
        return value.apply(report).map(found -> String.format(Locale.ROOT, format, found));
    }
}
