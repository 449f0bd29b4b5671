// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WarmUpTest {

    @Test
    void aJvmIsWarmWhenThreeSlicesCostAsLittleAsTheCheapest() {
        WarmUp warmUp = new WarmUp();
        for (double cost : new double[] {90, 40, 31, 30}) {
            warmUp.add(cost);
            assertThat(warmUp.isOver()).isFalse();
        }
        warmUp.add(32);
        assertThat(warmUp.isOver()).isTrue();
    }
}
