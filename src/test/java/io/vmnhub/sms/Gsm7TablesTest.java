// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class Gsm7TablesTest {

    private static final String DEFAULT_ALPHABET = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();

    @Test
    void theDefaultAlphabetIsThatOfTheSpecification() {
        StringBuilder read = new StringBuilder();
        for (int code = 0; code < Gsm7Table.SIZE; code++) {
            char character = Gsm7Tables.locking(NationalLanguage.DEFAULT).character(code);
            read.append(character == 0 ? ' ' : character);
        }
        assertThat(read).hasToString(DEFAULT_ALPHABET);
    }

    @ParameterizedTest
    @EnumSource(NationalLanguage.class)
    void everyTableHasTheCharactersThatAllLanguagesShare(NationalLanguage language) {
        Gsm7Table locking = Gsm7Tables.locking(language);
        assertThat(locking.character('\n')).isEqualTo('\n');
        assertThat(locking.character('\r')).isEqualTo('\r');
        assertThat(locking.character(' ')).isEqualTo(' ');
        assertThat(locking.character(Gsm7.ESCAPE)).isEqualTo((char) 0);
        for (char letter = 'a'; letter <= 'z'; letter++) {
            assertThat(locking.character(letter)).isEqualTo(letter);
        }
        Gsm7Table single = Gsm7Tables.single(language);
        assertThat(single.character(0x65)).isEqualTo('€');
        assertThat(single.character(0x0A)).isEqualTo('\f');
        assertThat(single.character(0x2F)).isEqualTo('\\');
        assertThat(single.character(Gsm7.ESCAPE)).isEqualTo((char) 0);
    }

    /** Spot checks against the specification's printed tables, one or more a language. */
    @ParameterizedTest
    @CsvSource({
        "TURKISH, locking, 04, 20AC",
        "TURKISH, locking, 07, 0131",
        "TURKISH, locking, 40, 0130",
        "TURKISH, single, 53, 015E",
        "SPANISH, locking, 04, 00E8",
        "SPANISH, single, 09, 00E7",
        "SPANISH, single, 75, 00FA",
        "PORTUGUESE, locking, 15, 221E",
        "PORTUGUESE, locking, 7D, 0060",
        "PORTUGUESE, single, 05, 00EA",
        "PORTUGUESE, single, 1F, 00CA",
        "BENGALI, locking, 60, 09CE",
        "BENGALI, single, 34, 09FA",
        "GUJARATI, locking, 0C, 0A8D",
        "GUJARATI, single, 25, 0AEF",
        "HINDI, locking, 7C, 097B",
        "HINDI, single, 3A, 0971",
        "KANNADA, locking, 24, 0CA1",
        "KANNADA, locking, 3D, 0CAA",
        "KANNADA, single, 26, 0CDE",
        "MALAYALAM, locking, 7F, 0D79",
        "MALAYALAM, single, 2E, 0D7A",
        "ORIYA, locking, 60, 0B56",
        "ORIYA, single, 20, 0B6A",
        "PUNJABI, locking, 60, 0A51",
        "PUNJABI, single, 2D, 0A75",
        "TAMIL, locking, 7F, 0BF9",
        "TAMIL, single, 2E, 0BFA",
        "TELUGU, locking, 60, 0C55",
        "TELUGU, single, 1C, 0C66",
        "URDU, locking, 00, 0627",
        "URDU, single, 3F, 06D4"
    })
    void theTablesAreThoseOfTheSpecification(NationalLanguage language, String kind, String code, String character) {
        Gsm7Table table = kind.equals("locking") ? Gsm7Tables.locking(language) : Gsm7Tables.single(language);
        assertThat((int) table.character(Integer.parseInt(code, 16))).isEqualTo(Integer.parseInt(character, 16));
    }

    @ParameterizedTest
    @EnumSource(NationalLanguage.class)
    void everyCharacterOfALockingShiftTableSurvivesTheWayThere(NationalLanguage language)
            throws MalformedTpduException {
        String text = charactersOf(Gsm7Tables.locking(language));
        assertThat(roundTrip(text, UserDataHeader.Element.lockingShift(language)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(NationalLanguage.class)
    void everyCharacterOfASingleShiftTableSurvivesTheWayThere(NationalLanguage language) throws MalformedTpduException {
        String text = charactersOf(Gsm7Tables.single(language));
        assertThat(roundTrip(text, UserDataHeader.Element.singleShift(language)))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(NationalLanguage.class)
    void bothTablesOfALanguageWorkTogether(NationalLanguage language) throws MalformedTpduException {
        String text = charactersOf(Gsm7Tables.single(language)) + charactersOf(Gsm7Tables.locking(language));
        assertThat(roundTrip(
                        text,
                        UserDataHeader.Element.lockingShift(language),
                        UserDataHeader.Element.singleShift(language)))
                .isEqualTo(text);
    }

    @Test
    void everyCodeOfEveryTableDecodesToOneCharacter() {
        for (NationalLanguage language : NationalLanguage.values()) {
            Gsm7 alphabet = Gsm7.of(new UserDataHeader(List.of(
                    UserDataHeader.Element.lockingShift(language), UserDataHeader.Element.singleShift(language))));
            for (int code = 0; code < Gsm7Table.SIZE; code++) {
                assertThat(alphabet.decode(new byte[] {(byte) code})).hasSize(1).doesNotContain("\0", "\u001B");
                assertThat(alphabet.decode(new byte[] {Gsm7.ESCAPE, (byte) code}))
                        .hasSize(1)
                        .doesNotContain("\0", "\u001B");
            }
        }
    }

    @Test
    void aCodeThatTheSingleShiftTableLacksReadsAsTheMainTablesCharacter() {
        assertThat(Gsm7.DEFAULT.decode(new byte[] {Gsm7.ESCAPE, 'A', Gsm7.ESCAPE, 0x0D}))
                .isEqualTo("A\r");
    }

    @Test
    void anEscapeBeforeAnEscapeOrAtTheEndReadsAsASpace() {
        assertThat(Gsm7.DEFAULT.decode(new byte[] {'a', Gsm7.ESCAPE, Gsm7.ESCAPE, 'b', Gsm7.ESCAPE}))
                .isEqualTo("a b ");
    }

    @Test
    void aCharacterThatTheTablesLackIsNamedByItsCodePoint() {
        assertThatThrownBy(() -> Gsm7.DEFAULT.encode("a\uD83D\uDE00"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+1F600");
    }

    private String roundTrip(String text, UserDataHeader.Element... elements) throws MalformedTpduException {
        StringBuilder read = new StringBuilder();
        for (byte[] tpdu : Delivers.template().with(elements).encoded(text)) {
            read.append(decoder.decode(tpdu).text());
        }
        return read.toString();
    }

    private static String charactersOf(Gsm7Table table) {
        StringBuilder characters = new StringBuilder();
        for (int code = 0; code < Gsm7Table.SIZE; code++) {
            if (table.character(code) != 0) {
                characters.append(table.character(code));
            }
        }
        assertThat(characters).isNotEmpty();
        return characters.toString();
    }
}
