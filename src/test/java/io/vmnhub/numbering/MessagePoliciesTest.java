// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.numbering.MessagePolicy.Duplicates;
import io.vmnhub.numbering.MessagePolicy.Incomplete;
import io.vmnhub.numbering.MessagePolicy.LongMessages;
import io.vmnhub.sms.EightBitCharset;
import io.vmnhub.sms.EightBitText;
import io.vmnhub.sms.EightBitText.Unmappable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MessagePoliciesTest {

    private static final EightBitText UTF_8 =
            new EightBitText(Optional.of(EightBitCharset.of("UTF-8")), Unmappable.REPLACE);
    private static final MessagePolicy WHOLE = new MessagePolicy(
            EightBitText.BINARY,
            LongMessages.WHOLE,
            Duration.ofMinutes(5),
            Incomplete.DELIVER,
            Duplicates.ACKNOWLEDGE,
            Duration.ofHours(48));

    private static final NumberSettings ACME_UTF_8 = new NumberSettings(
            "acme",
            "",
            NumberState.ACTIVE,
            OptionalInt.empty(),
            NumberSettings.Hlr.OWN,
            false,
            List.of(),
            Optional.empty(),
            Optional.of(UTF_8));

    private final NumberPlan numbers = NumberPlan.of(List.of(
            new NumberRange("447700900000", "447700900099", "234150000000000", "acme"),
            new NumberRange("447700900100", "447700900199", "234150000000100", ACME_UTF_8)));
    private final MessagePolicies policies = new MessagePolicies(numbers, Map.of("acme", WHOLE));

    private Vmn vmn(String imsi) {
        return numbers.byImsi(imsi).orElseThrow();
    }

    @Test
    void messagesToANumberHaveTheFormThatItsOwnerWants() {
        assertThat(policies.of(vmn("234150000000042"))).isEqualTo(WHOLE);
        assertThat(policies.of("acme", "447700900042")).isEqualTo(WHOLE);
    }

    @Test
    void whatARangeSaysOf8BitDataCountsBeforeItsOwnersWord() {
        assertThat(policies.of(vmn("234150000000142"))).isEqualTo(WHOLE.withEightBit(UTF_8));
        assertThat(policies.of("other", "447700900142")).isEqualTo(MessagePolicy.DEFAULT.withEightBit(UTF_8));
    }

    @Test
    void anApplicationThatHasSaidNothingHasTheDefaults() {
        assertThat(policies.of("other", "447700900042")).isEqualTo(MessagePolicy.DEFAULT);
    }

    @Test
    void aChangeHoldsForWhoeverAsksLater() {
        policies.replace(Map.of());

        assertThat(policies.of(vmn("234150000000042"))).isEqualTo(MessagePolicy.DEFAULT);
    }

    @Test
    void theApplicationThatWantsItLongestSaysHowLongConfirmedMessagesAreRemembered() {
        assertThat(policies.duplicatesWithin()).isEqualTo(Duration.ofHours(48));

        policies.replace(Map.of());

        assertThat(policies.duplicatesWithin()).isEqualTo(Duration.ofHours(24));
    }
}
