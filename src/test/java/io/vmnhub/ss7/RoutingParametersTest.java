// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.RoutingParameters.NotIntended;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingParametersTest {

    private static final String MANDATORY = "800791447700091032" + "8101ff" + "820791447700000010";

    private static RoutingParameters of(String more) {
        return RoutingParameters.of(HexFormat.of().parseHex(MANDATORY + more));
    }

    @Test
    void everyParameterIsFoundAmongOnesThatNobodyKnows() {
        RoutingParameters found = of("8700" + "8801" + "00" + "9f2a0101" + "8a0101" + "8c0832140500000000f1" + "8d00"
                + "af058003324105" + "9000" + "b1038001ff");
        assertThat(found.deliveryNotIntended()).contains(NotIntended.ONLY_MCC_MNC);
        assertThat(found.imsi()).contains("234150000000001");
        assertThat(found.singleAttempt()).isTrue();
        assertThat(found.correlationId().orElseThrow().hlrId()).contains("231450");
        assertThat(found.smsfSupport()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8a0107", "8a00", "8c0132", "8c0a", "8c09321405000000000000"})
    void whatIsMissingOrMalformedIsLeftOut(String more) {
        assertThat(of(more)).isEqualTo(RoutingParameters.NONE);
    }
}
