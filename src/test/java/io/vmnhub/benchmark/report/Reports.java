// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Reports for tests. */
final class Reports {

    private Reports() {}

    static PhaseResult phase(String name, String load, String target, String baseline, double... perSecond) {
        return new PhaseResult(
                name,
                load,
                target,
                baseline,
                Arrays.stream(perSecond)
                        .mapToObj(rate -> new Measurement(
                                0,
                                Map.of(
                                        Figure.PER_SECOND,
                                        rate,
                                        Figure.CPU,
                                        1e6 / rate,
                                        Figure.P50,
                                        0.5,
                                        Figure.P99,
                                        1e5 / rate,
                                        Figure.ALLOCATED,
                                        12_345.0)))
                        .toList());
    }

    /** Bare at 80,000 and the hub at {@code perSecond}. */
    static Report report(double... perSecond) {
        return report(
                List.of(
                        phase("fsm", "closed 100", "bare", "", 80_000, 80_000, 80_000),
                        phase("fsm", "closed 100", "hub", "fsm closed 100 bare", perSecond)),
                List.of());
    }

    static Report report(List<PhaseResult> phases, List<GrowthResult> growth) {
        return new Report(
                Report.FORMAT,
                "2026-11-28T00:10:00Z",
                "short",
                new Machine("a processor", 2, 24_000, "Linux 6.1", "OpenJDK 17", "-Xmx512m"),
                new Versions("abcdef123456", "4.17.0", "8.0.0-168", "2.44.0"),
                new LoadAverage(0.1, 0.2, 0.3),
                new LoadAverage(2, 1, 0.5),
                Map.of("rounds", "3"),
                phases,
                growth);
    }

    static GrowthResult growth(double small, double large) {
        return new GrowthResult(
                "numbers",
                new GrowthResult.Point(
                        10, 3.1, 80, 400, phase("x", "y", "z", "", small).rounds()),
                new GrowthResult.Point(
                        1_000_000,
                        4.5,
                        180,
                        600,
                        phase("x", "y", "z", "", large).rounds()));
    }
}
