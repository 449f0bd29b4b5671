// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PrivacyTest {

    private static final String NUMBER = "447700900123";
    private static final String TEXT = "password 4711";

    @Test
    void whatIsPrintedOfAMessageHasNeitherNumbersNorText() {
        ShortMessage message = message();
        for (Object printed : new Object[] {
            message,
            message.deliver(),
            message.originatingAddress(),
            message.destinationAddress(),
            message.deliver().userDataHeader()
        }) {
            assertThat(printed.toString()).doesNotContain(NUMBER, "447700900000", TEXT, "password");
        }
        assertThat(message).hasToString("ShortMessage[id=ID1, alphabet=GSM7, 12 octets]");
        assertThat(message.originatingAddress()).hasToString("Address[INTERNATIONAL, 12 digits]");
        assertThat(Address.alphanumeric("BANK")).hasToString("Address[ALPHANUMERIC, 4 characters]");
    }

    @Test
    void messagesOfTheSameContentAreEqual() {
        assertThat(message()).isEqualTo(message()).hasSameHashCodeAs(message());
        assertThat(message().userData()).isNotSameAs(message().userData());
    }

    private static ShortMessage message() {
        SmsDeliver deliver = new SmsDeliverEncoder()
                .split(Delivers.template().from(Address.international(NUMBER)).build(), TEXT, 0)
                .get(0);
        return new ShortMessage("ID1", Address.international("447700900000"), "447700000009", Instant.EPOCH, deliver);
    }
}
