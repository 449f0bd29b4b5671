// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Test
    void theMedianOfAnOddNumberOfRoundsIsTheOneInTheMiddle() {
        assertThat(Spread.of(List.of(9.0, 1.0, 5.0))).isEqualTo(new Spread(1, 5, 9));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 9.0, 6.0))).isEqualTo(new Spread(1, 5, 9));
    }

    @Test
    void oneRoundIsASpreadOfItself() {
        assertThat(Spread.of(List.of(3.0))).isEqualTo(new Spread(3, 3, 3));
    }

    @Test
    void noRoundsAreRefused() {
        assertThatThrownBy(() -> Spread.of(List.of())).hasMessageContaining("at least one round");
    }

    @Test
    void spreadsThatTouchOverlap() {
        assertThat(new Spread(1, 2, 3).overlaps(new Spread(3, 4, 5))).isTrue();
        assertThat(new Spread(1, 2, 3).overlaps(new Spread(3.1, 4, 5))).isFalse();
        assertThat(new Spread(4, 5, 6).overlaps(new Spread(1, 2, 3))).isFalse();
    }
}
