// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataHeaderTest {

    @Test
    void bothKindsOfConcatenationAreRead() {
        assertThat(header("050003ff0302").concatenation()).contains(new Concatenation(255, false, 3, 2));
        assertThat(header("0608041234ff01").concatenation()).contains(new Concatenation(0x1234, true, 255, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"050003010001", "050003010200", "050003010203", "0608040001 0000", "0400020102", "050803010201"})
    void aConcatenationThatMakesNoSenseIsIgnored(String hex) {
        assertThat(header(hex).concatenation()).isEmpty();
        assertThat(header(hex).elements()).hasSize(1);
    }

    @Test
    void ofElementsThatExcludeEachOtherTheLastValidOneCounts() {
        assertThat(header("0b0003010201 080400020302".replace(" ", "")).concatenation())
                .contains(new Concatenation(2, true, 3, 2));
        assertThat(header("0a0003010201 0003020200".replace(" ", "")).concatenation())
                .contains(new Concatenation(1, false, 2, 1));
        assertThat(header("0a04020102 05040b8423f0".replace(" ", "")).applicationPorts())
                .contains(new ApplicationPorts(2948, 9200, true));
    }

    @Test
    void bothKindsOfPortsAreRead() {
        assertThat(header("0605040b8423f0").applicationPorts()).contains(new ApplicationPorts(2948, 9200, true));
        assertThat(header("040402f00f").applicationPorts()).contains(new ApplicationPorts(0xF0, 0x0F, false));
        assertThat(header("03040101").applicationPorts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "01, TURKISH",
        "02, SPANISH",
        "03, PORTUGUESE",
        "04, BENGALI",
        "05, GUJARATI",
        "06, HINDI",
        "07, KANNADA",
        "08, MALAYALAM",
        "09, ORIYA",
        "0a, PUNJABI",
        "0b, TAMIL",
        "0c, TELUGU",
        "0d, URDU"
    })
    void nationalLanguagesAreRead(String identifier, NationalLanguage language) {
        assertThat(header("032401" + identifier).singleShift()).contains(language);
        assertThat(header("032501" + identifier).lockingShift()).contains(language);
        assertThat(header("032401" + identifier).lockingShift()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0324010e", "032401ff", "022400", "0424020101"})
    void aReservedLanguageIsIgnored(String hex) {
        assertThat(header(hex).singleShift()).isEmpty();
    }

    @Test
    void indicationsOfWaitingMessagesAreRead() {
        assertThat(header("0801028003 01024105".replace(" ", "")).specialSmsIndications())
                .containsExactly(
                        new SpecialSmsIndication(MessageWaitingIndication.Kind.VOICEMAIL, 0, true, 3),
                        new SpecialSmsIndication(MessageWaitingIndication.Kind.FAX, 2, false, 5));
        assertThat(header("0401020701").specialSmsIndications())
                .containsExactly(new SpecialSmsIndication(MessageWaitingIndication.Kind.VIDEO, 0, false, 1));
    }

    @Test
    void unknownElementsAreKeptInTheirOrder() {
        UserDataHeader header = header("08 e0021234 70 00 7100".replace(" ", ""));
        assertThat(header.elements())
                .containsExactly(
                        new UserDataHeader.Element(0xE0, new byte[] {0x12, 0x34}),
                        new UserDataHeader.Element(0x70, new byte[0]),
                        new UserDataHeader.Element(0x71, new byte[0]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"050003ff0302", "0605040b8423f0", "08e002123470007100", "00"})
    void aHeaderIsWrittenAsItWasRead(String hex) {
        assertThat(HexFormat.of().formatHex(header(hex).encode())).isEqualTo(hex);
    }

    @Test
    void aHeaderThatBreaksOffIsIgnoredAsAWhole() {
        for (String hex : List.of("0600030102010a", "0400030102", "0100", "07000301020124ff")) {
            assertThat(header(hex).elements()).isEmpty();
            assertThat(header(hex).isPresent()).isTrue();
        }
    }

    @Test
    void elementsMakeAHeaderAndNoneMakeNone() {
        UserDataHeader header = new UserDataHeader(List.of(
                UserDataHeader.Element.concatenation(new Concatenation(1, true, 2, 1)),
                UserDataHeader.Element.lockingShift(NationalLanguage.HINDI)));
        assertThat(UserDataHeader.parse(header.encode())).isEqualTo(header);
        assertThat(new UserDataHeader(List.of())).isEqualTo(UserDataHeader.NONE);
        assertThat(UserDataHeader.NONE.encode()).isEmpty();
    }

    @Test
    void impossibleValuesAreRefused() {
        assertThatThrownBy(() -> new Concatenation(256, false, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Concatenation(1, false, 1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Concatenation(1, false, 256, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserDataHeader.Element(256, new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UserDataHeader(List.of(new UserDataHeader.Element(1, new byte[2])), 9))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static UserDataHeader header(String hex) {
        return UserDataHeader.parse(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
