// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The bounds hold on a slow and busy machine: it is processor time that is measured, and the best of several rounds.
 */
class ScreeningCostTest {

    @Test
    void aMessageCostsLittleWhateverIsListedAndOneOverALimitLess() {
        ScreeningCost.Figures micros = new ScreeningCost().measure();
        System.out.printf(
                "screening: %.2f µs with 10 entries, %.2f µs with 100,000, %.2f µs for one over a limit%n",
                micros.fewEntries(), micros.manyEntries(), micros.refused());
        assertThat(micros.manyEntries()).isLessThan(15);
        assertThat(micros.manyEntries()).isLessThan(3 * micros.fewEntries() + 1);
        assertThat(micros.refused()).isLessThan(1).isLessThan(micros.manyEntries());
    }
}
