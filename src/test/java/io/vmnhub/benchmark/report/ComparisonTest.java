// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.benchmark.report.Comparison.Difference;
import io.vmnhub.benchmark.report.Comparison.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static Difference rate(Comparison comparison) {
        return comparison.differences().stream()
                .filter(one -> one.phase().equals("fsm closed 100 hub") && one.figure() == Figure.PER_SECOND)
                .findFirst()
                .orElseThrow();
    }

    private static Difference cpu(Comparison comparison) {
        return comparison.differences().stream()
                .filter(one -> one.phase().equals("fsm closed 100 hub") && one.figure() == Figure.CPU)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void roundsThatOverlapAreNoDifference() {
        Comparison comparison = Comparison.of(Reports.report(40_000, 50_000), Reports.report(49_000, 60_000));
        assertThat(rate(comparison).verdict()).isEqualTo(Verdict.WITHIN_SPREAD);
        assertThat(comparison.text().lines().skip(1)).noneMatch(line -> line.startsWith("*"));
    }

    @Test
    void aRateBeyondTheSpreadIsBetterAndSoIsItsLowerProcessorTime() {
        Comparison comparison = Comparison.of(Reports.report(40_000, 50_000), Reports.report(51_000, 60_000));
        assertThat(rate(comparison).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(cpu(comparison).verdict()).isEqualTo(Verdict.BETTER);
        assertThat(comparison.text()).contains("* fsm closed 100 hub").contains("better");
    }

    @Test
    void aLowerRateAndMoreProcessorTimeAreWorse() {
        Comparison comparison = Comparison.of(Reports.report(40_000), Reports.report(30_000));
        assertThat(rate(comparison).verdict()).isEqualTo(Verdict.WORSE);
        assertThat(rate(comparison).percent()).isEqualTo(-25);
        assertThat(cpu(comparison).verdict()).isEqualTo(Verdict.WORSE);
    }

    @Test
    void phasesOfOneRunOnlyAreLeftOut() {
        Report other = Reports.report(List.of(Reports.phase("sql", "closed 1000", "hub", "", 9_000)), List.of());
        assertThat(Comparison.of(other, Reports.report(30_000)).differences()).isEmpty();
    }
}
