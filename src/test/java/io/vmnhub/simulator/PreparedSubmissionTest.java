// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.MalformedTpduException;
import io.vmnhub.sms.SmsDeliver;
import io.vmnhub.sms.SmsDeliverDecoder;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedSubmissionTest {

    private static PreparedSubmission from(Address sender) {
        return new Parts()
                .of(
                        new Submission(
                                sender,
                                "447700900123",
                                "Hello " + "x".repeat(200),
                                Optional.empty(),
                                3,
                                false,
                                false,
                                Optional.empty()),
                        7);
    }

    @ParameterizedTest
    @CsvSource({
        "447911123456,0,447911123456",
        "447911123456,1,447911123457",
        "447911999999,2,447911000001",
        "4479111234567,33,4479111234600"
    })
    void eachMessageOfARunHasASenderOfItsOwn(String sender, long higher, String other) throws MalformedTpduException {
        PreparedSubmission first = from(Address.international(sender));
        PreparedSubmission prepared = first.fromSender(higher);
        assertThat(prepared.tpdus()).hasSize(2);
        for (int i = 0; i < 2; i++) {
            SmsDeliver deliver = new SmsDeliverDecoder().decode(prepared.tpdus().get(i));
            assertThat(deliver.originatingAddress()).isEqualTo(Address.international(other));
            assertThat(deliver.userData())
                    .isEqualTo(
                            new SmsDeliverDecoder().decode(first.tpdus().get(i)).userData());
        }
    }

    @Test
    void aNameStaysAsItIs() {
        PreparedSubmission named = from(Address.alphanumeric("ACME123456"));
        assertThat(named.fromSender(5)).isSameAs(named);
    }
}
