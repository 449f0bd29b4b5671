// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsDeliverDecoderTest {

    private static final String ADDRESS = "0b911346610089f6";
    private static final String TIMESTAMP = "20806291731408";

    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();

    @ParameterizedTest
    @CsvSource({
        "00, true, false, false, false",
        "04, false, false, false, false",
        "0c, false, true, false, false",
        "24, false, false, true, false",
        "84, false, false, false, true",
        "ac, false, true, true, true"
    })
    void theFirstOctetsFlagsAreRead(String first, boolean more, boolean loop, boolean report, boolean replyPath)
            throws MalformedTpduException {
        SmsDeliver deliver = decode(first + ADDRESS + "0000" + TIMESTAMP + "00");
        assertThat(List.of(
                        deliver.moreMessagesToSend(),
                        deliver.loopPrevention(),
                        deliver.statusReportIndication(),
                        deliver.replyPath()))
                .containsExactly(more, loop, report, replyPath);
        assertThat(deliver.userDataHeader().isPresent()).isFalse();
        assertThat(deliver.text()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"01", "02", "05", "06"})
    void otherMessageTypesAreNoSmsDeliver(String first) {
        assertThatThrownBy(() -> decode(first + ADDRESS + "0000" + TIMESTAMP + "00"))
                .isInstanceOf(MalformedTpduException.class)
                .hasMessageContaining("TP-MTI at offset 0");
    }

    @ParameterizedTest
    @CsvSource({
        "0391 21f3, INTERNATIONAL, 1, 123",
        "0481 21a3, UNKNOWN, 1, 123*",
        "06a1 bacdfe, NATIONAL, 1, *#bac",
        "04b1 21f3, NETWORK_SPECIFIC, 1, 123",
        "00c8, SUBSCRIBER, 8, ''",
        "01e0 f7, ABBREVIATED, 0, 7",
        "0211 21, INTERNATIONAL, 1, 12",
        "04f1 f1f2, RESERVED, 1, 12",
        "05d0 41e110, ALPHANUMERIC, 0, AB",
        "00d0, ALPHANUMERIC, 0, ''",
        "04d0 9b32, ALPHANUMERIC, 0, €"
    })
    void addressesAreReadByTheirType(String address, TypeOfNumber type, int plan, String value)
            throws MalformedTpduException {
        SmsDeliver deliver = decode("04" + address.replace(" ", "") + "0000" + TIMESTAMP + "00");
        assertThat(deliver.originatingAddress()).isEqualTo(new Address(type, plan, value));
    }

    @Test
    void anAddressOfMoreThanTwentySemiOctetsIsRefused() {
        assertThatThrownBy(() -> decode("041591" + "11".repeat(11) + "0000" + TIMESTAMP + "00"))
                .isInstanceOf(MalformedTpduException.class)
                .hasMessageContaining("TP-OA at offset 1")
                .hasMessageContaining("21");
    }

    @ParameterizedTest
    @CsvSource({
        "62309210958532, 2026-03-29T01:59:58+05:45",
        "6230921095858a, 2026-03-29T01:59:58-07:00",
        "62309210958500, 2026-03-29T01:59:58Z",
        "62309210958508, 2026-03-29T01:59:58Z",
        "09101000000000, 1990-01-01T00:00:00Z",
        "98101000000000, 2089-01-01T00:00:00Z",
        "62309210958527, 2026-03-29T01:59:58+18:00",
        "4220923295954a, 2024-02-29T23:59:59-06:00"
    })
    void timestampsKeepTheirOffset(String octets, String expected) throws MalformedTpduException {
        assertThat(decode("04" + ADDRESS + "0000" + octets + "00").serviceCentreTimestamp())
                .contains(OffsetDateTime.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000000000",
                "ffffffffffffff",
                "62319210958500",
                "62302310958500",
                "62200310958500",
                "62309242958500",
                "62309210068500",
                "62309210950600",
                "623092109585a0",
                "62309210958537",
                "62309210958597",
                "6230921095859f",
                "a2309210958500",
                "62000110958500",
                "62300010958500",
                "52209210958500"
            })
    void timestampsThatAreNoDateAreEmpty(String octets) throws MalformedTpduException {
        assertThat(decode("04" + ADDRESS + "0000" + octets + "00").serviceCentreTimestamp())
                .isEmpty();
    }

    @Test
    void everyDataCodingSchemeDecodes() throws MalformedTpduException {
        for (int scheme = 0; scheme < 256; scheme++) {
            SmsDeliver deliver =
                    decode("04" + ADDRESS + String.format("00%02x", scheme) + TIMESTAMP + "08" + "00".repeat(8));
            String expected = switch (deliver.alphabet()) {
                case GSM7 -> "@".repeat(8);
                case UCS2 -> "\0".repeat(4);
                case OCTETS -> "";
            };
            assertThat(deliver.text()).as("scheme %02X", scheme).isEqualTo(expected);
            assertThat(deliver.userData()).hasSize(deliver.alphabet() == Alphabet.GSM7 ? 7 : 8);
        }
    }

    @Test
    void ucs2IsReadAsUtf16AndAnOctetLeftOverIsDropped() throws MalformedTpduException {
        assertThat(decode("04" + ADDRESS + "0008" + TIMESTAMP + "07" + "d83dde00004100")
                        .text())
                .isEqualTo("\uD83D\uDE00A");
        assertThat(decode("04" + ADDRESS + "0008" + TIMESTAMP + "04" + "d83d0041")
                        .text())
                .isEqualTo("\uFFFDA");
        assertThat(decode("04" + ADDRESS + "0008" + TIMESTAMP + "0a" + "de00d83dd83dde00d83d")
                        .text())
                .isEqualTo("\uFFFD\uFFFD\uD83D\uDE00\uFFFD");
    }

    @Test
    void octetsBehindTheUserDataAreOverlooked() throws MalformedTpduException {
        SmsDeliver deliver = decode("04" + ADDRESS + "0004" + TIMESTAMP + "02" + "abcdef01");
        assertThat(deliver.userData()).containsExactly(0xAB, 0xCD);
    }

    @Test
    void aHeaderThatExceedsTheUserDataIsRefused() {
        assertThatThrownBy(() -> decode("44" + ADDRESS + "0004" + TIMESTAMP + "03" + "030102"))
                .isInstanceOf(MalformedTpduException.class)
                .hasMessageContaining("TP-UDHL at offset 19");
        assertThatThrownBy(() -> decode("44" + ADDRESS + "0004" + TIMESTAMP + "00"))
                .isInstanceOf(MalformedTpduException.class)
                .hasMessageContaining("TP-UDHL");
    }

    @Test
    void aHeaderThatBreaksOffWithinItsLastElementIsIgnoredAndTheTextRead() throws MalformedTpduException {
        SmsDeliver deliver = decode("44" + ADDRESS + "0008" + TIMESTAMP + "07" + "0400020102" + "0041");
        assertThat(deliver.userDataHeader().elements())
                .extracting(UserDataHeader.Element::identifier)
                .containsExactly(0);
        SmsDeliver broken = decode("44" + ADDRESS + "0008" + TIMESTAMP + "07" + "0400030102" + "0041");
        assertThat(broken.userDataHeader().elements()).isEmpty();
        assertThat(broken.userDataHeader().isPresent()).isTrue();
        assertThat(broken.text()).isEqualTo("A");
        assertThat(broken.payload()).containsExactly(0, 0x41);
    }

    @Test
    void anEmptyHeaderIsAHeader() throws MalformedTpduException {
        SmsDeliver deliver = decode("44" + ADDRESS + "0008" + TIMESTAMP + "03" + "000041");
        assertThat(deliver.userDataHeader().octets()).isEqualTo(1);
        assertThat(deliver.text()).isEqualTo("A");
        assertThat(decoder.decode(new SmsDeliverEncoder().encode(deliver))).isEqualTo(deliver);
    }

    @Test
    void aHeaderAloneInGsm7HasNoText() throws MalformedTpduException {
        assertThat(decode("44" + ADDRESS + "0000" + TIMESTAMP + "06" + "050003010201")
                        .text())
                .isEmpty();
        assertThat(decode("44" + ADDRESS + "0000" + TIMESTAMP + "07" + "05000301020100")
                        .text())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"03", "07"})
    void theReservedMessageTypeReadsAsSmsDeliver(String first) throws MalformedTpduException {
        assertThat(decode(first + ADDRESS + "0000" + TIMESTAMP + "0161").text()).isEqualTo("a");
    }

    /** TP-UDL 6 asks for six octets; only the fill bits behind the header are missing. */
    @Test
    void aHeaderWithoutItsFillBitsIsTaken() throws MalformedTpduException {
        SmsDeliver deliver = decode("44" + ADDRESS + "0000" + TIMESTAMP + "06" + "0401028005");
        assertThat(deliver.text()).isEmpty();
        assertThat(deliver.messagesWaiting()).hasSize(1);
    }

    /** One or two octets too few for TP-UDL: what is there is the message. */
    @ParameterizedTest
    @CsvSource({
        "00, 06, e8329bfd06, hello",
        "00, 08, e8329bfd06, hello",
        "00, 09, e8329bfd06, ",
        "00, 01, '', ",
        "00, 02, '', ",
        "00, 02, 61, a",
        "00, 03, 61, a",
        "00, 04, 61, ",
        "08, 05, 00410042, AB",
        "08, 06, 00410042, AB",
        "08, 07, 00410042, ",
        "08, 05, 004100, A",
        "08, 02, '', ",
        "04, 03, abcd, ''",
        "04, 04, abcd, ''",
        "04, 05, abcd, ",
        "20, 03, abcd, "
    })
    void userDataThatIsShorterByAFewOctetsIsTakenAsFarAsItGoes(String scheme, String length, String data, String text)
            throws MalformedTpduException {
        String tpdu = "04" + ADDRESS + "00" + scheme + TIMESTAMP + length + data;
        if (text == null) {
            assertThatThrownBy(() -> decode(tpdu))
                    .isInstanceOf(MalformedTpduException.class)
                    .hasMessageContaining("TP-UD at offset");
        } else {
            assertThat(decode(tpdu).text()).isEqualTo(text);
            assertThat(decode(tpdu).userData()).hasSize(data.length() / 2);
        }
    }

    @Test
    void noOctetsAtAllAreRefusedLikeNull() {
        assertThatThrownBy(() -> decoder.decode(null))
                .isInstanceOf(MalformedTpduException.class)
                .hasMessageContaining("TP-MTI");
        assertThatThrownBy(() -> decoder.decode(new byte[0])).isInstanceOf(MalformedTpduException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Plain text", "{[€]}", "Привет \uD83D\uDE00"})
    void aTpduCutAtAnyLengthIsRefusedAndNothingElse(String text) {
        byte[] tpdu = Delivers.template()
                .codedFor(text)
                .with(UserDataHeader.Element.singleShift(NationalLanguage.TURKISH))
                .encoded(text)
                .get(0);
        for (int length = 0; length < tpdu.length - 2; length++) {
            byte[] cut = Arrays.copyOf(tpdu, length);
            assertThatThrownBy(() -> decoder.decode(cut))
                    .as("%s octets", length)
                    .isInstanceOf(MalformedTpduException.class)
                    .hasMessageMatching("TP-[A-Z]+ at offset \\d+ needs \\d+ octets, \\d+ are left")
                    .hasNoCause();
        }
    }

    @Test
    void noOctetsWhateverMakeItThrowAnythingElse() {
        Random random = new Random(4711);
        byte[] sound = Delivers.template()
                .with(UserDataHeader.Element.lockingShift(NationalLanguage.URDU))
                .encoded("text 123")
                .get(0);
        for (int round = 0; round < 200_000; round++) {
            byte[] tpdu = sound.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                tpdu[random.nextInt(tpdu.length)] = (byte) random.nextInt(256);
            }
            decodeOrMalformed(tpdu);
        }
    }

    @Test
    void theMessageOfARefusalHoldsNoUserData() {
        byte[] tpdu = Delivers.template().coded(4).encoded("SECRETSECRET").get(0);
        assertThatThrownBy(() -> decoder.decode(Arrays.copyOf(tpdu, tpdu.length - 3)))
                .hasMessageNotContaining("SECRET")
                .hasMessageNotContaining("447700900123")
                .hasMessageNotContaining(HexFormat.of().formatHex("SECRET".getBytes(StandardCharsets.US_ASCII)));
    }

    private void decodeOrMalformed(byte[] tpdu) {
        try {
            decoder.decode(tpdu);
        } catch (MalformedTpduException malformed) {
            if (!malformed.getMessage().startsWith("TP-")) {
                throw new AssertionError("names no field: " + malformed.getMessage());
            }
        }
    }

    private SmsDeliver decode(String hex) throws MalformedTpduException {
        return decoder.decode(HexFormat.of().parseHex(hex));
    }
}
