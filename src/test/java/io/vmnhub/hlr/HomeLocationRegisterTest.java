// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import java.util.List;
import org.junit.jupiter.api.Test;

class HomeLocationRegisterTest {

    private final HomeLocationRegister register = new HomeLocationRegister(
            NumberPlan.of(List.of(new NumberRange("447700900000", "447700900999", "234150000000000", "demo"))),
            "447700000001");

    @Test
    void tellsTheImsiOfANumberAndTheHubAsItsMsc() {
        assertThat(register.routingInfo("447700900123")).contains(new RoutingInfo("234150000000123", "447700000001"));
        assertThat(register.knows("447700900999")).isTrue();
    }

    @Test
    void knowsNoOtherNumbers() {
        assertThat(register.routingInfo("447700901000")).isEmpty();
        assertThat(register.knows("7700900123")).isFalse();
    }
}
