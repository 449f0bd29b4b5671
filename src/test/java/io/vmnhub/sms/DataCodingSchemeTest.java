// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataCodingSchemeTest {

    /** Value, alphabet, class or -1, compressed, deleted automatically. */
    @ParameterizedTest
    @CsvSource({
        "00, GSM7, -1, false, false", "03, GSM7, -1, false, false", "04, OCTETS, -1, false, false",
                "08, UCS2, -1, false, false",
        "0C, GSM7, -1, false, false", "10, GSM7, 0, false, false", "15, OCTETS, 1, false, false",
                "1A, UCS2, 2, false, false",
        "1F, GSM7, 3, false, false", "20, OCTETS, -1, true, false", "28, OCTETS, -1, true, false",
                "31, OCTETS, 1, true, false",
        "40, GSM7, -1, false, true", "44, OCTETS, -1, false, true", "48, UCS2, -1, false, true",
                "59, UCS2, 1, false, true",
        "60, OCTETS, -1, true, true", "7B, OCTETS, 3, true, true", "80, GSM7, -1, false, false",
                "88, GSM7, -1, false, false",
        "9F, GSM7, -1, false, false", "BF, GSM7, -1, false, false", "C0, GSM7, -1, false, false",
                "D8, GSM7, -1, false, false",
        "E0, UCS2, -1, false, false", "EF, UCS2, -1, false, false", "F0, GSM7, 0, false, false",
                "F3, GSM7, 3, false, false",
        "F4, OCTETS, 0, false, false", "F7, OCTETS, 3, false, false", "FB, GSM7, 3, false, false",
                "FF, OCTETS, 3, false, false"
    })
    void everyGroupIsReadAsSpecified(
            String hex, Alphabet alphabet, int messageClass, boolean compressed, boolean deleted) {
        DataCodingScheme scheme = new DataCodingScheme(Integer.parseInt(hex, 16));
        assertThat(scheme.alphabet()).isEqualTo(alphabet);
        assertThat(scheme.messageClass().orElse(-1)).isEqualTo(messageClass);
        assertThat(scheme.compressed()).isEqualTo(compressed);
        assertThat(scheme.automaticDeletion()).isEqualTo(deleted);
    }

    @ParameterizedTest
    @CsvSource({
        "C0, VOICEMAIL, false, false",
        "C8, VOICEMAIL, true, false",
        "C9, FAX, true, false",
        "D2, EMAIL, false, true",
        "DB, OTHER, true, true",
        "E8, VOICEMAIL, true, true",
        "E3, OTHER, false, true"
    })
    void theMessageWaitingGroupsAreAnIndication(
            String hex, MessageWaitingIndication.Kind kind, boolean active, boolean stored) {
        assertThat(new DataCodingScheme(Integer.parseInt(hex, 16)).messageWaitingIndication())
                .contains(new MessageWaitingIndication(kind, active, stored));
    }

    @Test
    void noOtherGroupIsAnIndication() {
        for (int value = 0; value < 256; value++) {
            Optional<MessageWaitingIndication> indication = new DataCodingScheme(value).messageWaitingIndication();
            assertThat(indication.isPresent()).as("%02X", value).isEqualTo(value >= 0xC0 && value < 0xF0);
        }
    }

    @Test
    void theSchemeForATextIsGsm7WhereThatHasAllItsCharacters() {
        assertThat(DataCodingScheme.forText("")).isEqualTo(DataCodingScheme.GSM7);
        assertThat(DataCodingScheme.forText("Ça va? {€}")).isEqualTo(DataCodingScheme.GSM7);
        assertThat(DataCodingScheme.forText("ça va")).isEqualTo(DataCodingScheme.UCS2);
        assertThat(DataCodingScheme.forText("a\u001B")).isEqualTo(DataCodingScheme.UCS2);
    }

    @Test
    void aValueBeyondAnOctetIsRefused() {
        assertThatThrownBy(() -> new DataCodingScheme(256)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DataCodingScheme(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
