// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.DeliveryParameters.CorrelationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveryParametersTest {

    /** sm-RP-DA, sm-RP-OA, sm-RP-UI. */
    private static final String MANDATORY = "8008324151000000 10f1 8407 91447700001000 0401 00";

    private static final String ALL =
            MANDATORY + "0500 3000 02011e 0404 eb38a6e0 8000 a110 8003 324105 8104 7369703a 8203 736970"
                    + "8204 eb3956d0 8307 91447700001000";

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static DeliveryParameters of(String hex) {
        return DeliveryParameters.of(octets(hex));
    }

    @Test
    void whatTheSmscSaysIsThere() {
        DeliveryParameters all = of(ALL);
        assertThat(all.smDeliveryTimer()).contains(Duration.ofSeconds(30));
        assertThat(all.smDeliveryStartTime()).contains(Instant.ofEpochSecond(0xeb38a6e0L - 2_208_988_800L));
        assertThat(all.smsOverIpOnly()).isTrue();
        assertThat(all.correlationId())
                .contains(new CorrelationId(Optional.of("231450"), Optional.of("sip:"), Optional.of("sip")));
        assertThat(all.maximumRetransmissionTime()).contains(Instant.ofEpochSecond(0xeb3956d0L - 2_208_988_800L));
        assertThat(all.smsGmscAddress()).contains("447700000100");
    }

    @Test
    void anArgumentWithoutThemHasNone() {
        assertThat(of(MANDATORY)).isEqualTo(DeliveryParameters.NONE);
        assertThat(of(MANDATORY + "0500 3000")).isEqualTo(DeliveryParameters.NONE);
        assertThat(of("")).isEqualTo(DeliveryParameters.NONE);
    }

    @Test
    void aTimerOutsideItsRangeAndATimeOfAnotherLengthAreLeftOut() {
        assertThat(of(MANDATORY + "02011d").smDeliveryTimer()).isEmpty();
        assertThat(of(MANDATORY + "02020258").smDeliveryTimer()).contains(Duration.ofMinutes(10));
        assertThat(of(MANDATORY + "02020259").smDeliveryTimer()).isEmpty();
        assertThat(of(MANDATORY + "0203000020").smDeliveryTimer()).isEmpty();
        assertThat(of(MANDATORY + "0403eb38a6").smDeliveryStartTime()).isEmpty();
        assertThat(of(MANDATORY + "830191").smsGmscAddress()).isEmpty();
    }

    @Test
    void theSecondsSince1900GoOnAfter2036() {
        assertThat(of(MANDATORY + "0404 00000000").smDeliveryStartTime())
                .contains(Instant.parse("2036-02-07T06:28:16Z"));
    }

    @Test
    void parametersOfLaterVersionsAndThoseThatBreakOffDoNotHarm() {
        assertThat(of(MANDATORY + "8403 010203 02011e").smDeliveryTimer()).contains(Duration.ofSeconds(30));
        assertThat(of(MANDATORY + "02011e 8307 9144").smDeliveryTimer()).contains(Duration.ofSeconds(30));
        Random random = new Random(16);
        byte[] all = octets(ALL);
        for (int i = 0; i < 100_000; i++) {
            byte[] changed = Arrays.copyOf(all, random.nextInt(all.length + 1));
            for (int n = 0; n < 4 && changed.length > 0; n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            assertThat(DeliveryParameters.of(changed)).isNotNull();
        }
    }

    @Test
    void whatNamesASubscriberIsNotPrinted() {
        assertThat(of(ALL).correlationId().orElseThrow()).hasToString("CorrelationId");
    }
}
