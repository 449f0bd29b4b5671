// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmsDeliverEncoderTest {

    private final SmsDeliverEncoder encoder = new SmsDeliverEncoder();
    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();
    private final TextDecoder texts = new TextDecoder();

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "1234567", "12345678", "123456@", "1234567@", "{€}", "Привет", "\uD83D\uDE00"})
    void aTextSurvivesTheWayThere(String text) throws MalformedTpduException {
        SmsDeliver sent = encoder.split(Delivers.template().codedFor(text).build(), text, 1)
                .get(0);
        SmsDeliver received = decoder.decode(encoder.encode(sent));
        assertThat(received).isEqualTo(sent);
        assertThat(received.text()).isEqualTo(text);
    }

    @Test
    void textsOfEveryLengthSurviveTheWayThereWhole() throws MalformedTpduException {
        String source = "ab{c€d~@@ef[gh]ijklm^".repeat(40);
        for (int length = 0; length <= 700; length++) {
            String text = source.substring(0, length);
            assertThat(sendAndJoin(Delivers.template(), text))
                    .as("%s characters", length)
                    .isEqualTo(text);
        }
    }

    @Test
    void unicodeTextsOfEveryLengthSurviveTheWayThereWhole() throws MalformedTpduException {
        String source = "аб\uD83D\uDE00в".repeat(80);
        for (int length = 0; length <= 300; length++) {
            int end = Character.isHighSurrogate(source.charAt(length)) ? length + 2 : length;
            String text = source.substring(0, Character.isLowSurrogate(source.charAt(end)) ? end + 1 : end);
            assertThat(sendAndJoin(Delivers.template().coded(8), text))
                    .as("%s units", length)
                    .isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 160, 1",
        "0, 161, 2",
        "0, 306, 2",
        "0, 307, 3",
        "8, 70, 1",
        "8, 71, 2",
        "8, 134, 2",
        "8, 135, 3",
        "4, 140, 1",
        "4, 141, 2",
        "4, 268, 2",
        "4, 269, 3",
        "0, 39015, 255"
    })
    void asManyPartsAsNeededAreMade(int scheme, int length, int parts) {
        List<SmsDeliver> split = encoder.split(Delivers.template().coded(scheme).build(), "x".repeat(length), 0);
        assertThat(split)
                .hasSize(parts)
                .allSatisfy(part -> assertThat(part.userData()).hasSizeLessThanOrEqualTo(140));
    }

    @Test
    void moreThan255PartsAreRefused() {
        assertThatThrownBy(() -> encoder.split(Delivers.template().build(), "x".repeat(39016), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("255");
    }

    @Test
    void partsAreNumberedAndSayThatMoreWait() {
        List<SmsDeliver> parts = encoder.split(Delivers.template().build(), "x".repeat(400), 0x1FE);
        assertThat(parts)
                .extracting(part -> part.concatenation().orElseThrow())
                .containsExactly(
                        new Concatenation(0xFE, false, 3, 1),
                        new Concatenation(0xFE, false, 3, 2),
                        new Concatenation(0xFE, false, 3, 3));
        assertThat(parts).extracting(SmsDeliver::moreMessagesToSend).containsExactly(true, true, false);
    }

    @Test
    void anEscapeSequenceIsNeverSplit() {
        List<SmsDeliver> parts = encoder.split(Delivers.template().build(), "x".repeat(152) + "€" + "y".repeat(20), 0);
        assertThat(parts.get(0).text()).isEqualTo("x".repeat(152));
        assertThat(parts.get(1).text()).isEqualTo("€" + "y".repeat(20));
    }

    @Test
    void aSurrogatePairIsNeverSplit() {
        List<SmsDeliver> parts =
                encoder.split(Delivers.template().coded(8).build(), "x".repeat(66) + "\uD83D\uDE00" + "y".repeat(9), 0);
        assertThat(parts.get(0).text()).isEqualTo("x".repeat(66));
        assertThat(parts.get(1).text()).startsWith("\uD83D\uDE00");
    }

    @Test
    void headerElementsOfTheTemplateGoIntoEveryPart() {
        UserDataHeader.Element ports = UserDataHeader.Element.applicationPorts(new ApplicationPorts(2948, 9200, true));
        UserDataHeader.Element stale = UserDataHeader.Element.concatenation(new Concatenation(900, true, 9, 9));
        List<SmsDeliver> parts =
                encoder.split(Delivers.template().coded(4).with(ports, stale).build(), new byte[300], 5);
        assertThat(parts).hasSize(3).allSatisfy(part -> {
            assertThat(part.userDataHeader().elements())
                    .hasSize(2)
                    .contains(ports)
                    .doesNotContain(stale);
            assertThat(part.concatenation().orElseThrow().reference()).isEqualTo(5);
        });
        assertThat(texts.octets(parts)).hasSize(300);
    }

    @Test
    void eightBitDataSurvivesTheWayThere() throws MalformedTpduException {
        byte[] data = new byte[400];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) i;
        }
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        for (SmsDeliver part : encoder.split(Delivers.template().coded(0xF5).build(), data, 0)) {
            received.writeBytes(decoder.decode(encoder.encode(part)).payload());
        }
        assertThat(received.toByteArray()).isEqualTo(data);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "VMN Hub", "12345678", "ÄÖÜ€", "InternetSMS"})
    void alphanumericAddressesSurviveTheWayThere(String text) throws MalformedTpduException {
        SmsDeliver deliver =
                Delivers.template().from(Address.alphanumeric(text)).build();
        assertThat(decoder.decode(encoder.encode(deliver)).originatingAddress()).isEqualTo(Address.alphanumeric(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "12", "*100#", "abc", "12345678901234567890"})
    void numericAddressesSurviveTheWayThere(String digits) throws MalformedTpduException {
        for (TypeOfNumber type : TypeOfNumber.values()) {
            if (type != TypeOfNumber.ALPHANUMERIC) {
                Address address = new Address(type, 9, digits);
                assertThat(decoder.decode(encoder.encode(
                                        Delivers.template().from(address).build()))
                                .originatingAddress())
                        .isEqualTo(address);
            }
        }
    }

    @Test
    void addressesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> encoder.encode(Delivers.template()
                        .from(Address.alphanumeric("Twelve chars"))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("20");
        assertThatThrownBy(() -> encoder.encode(Delivers.template()
                        .from(Address.international("1".repeat(21)))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("20");
        assertThatThrownBy(() -> encoder.encode(
                        Delivers.template().from(Address.international("+44")).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("U+002B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1990-01-01T00:00:00Z",
                "2089-12-31T23:59:59+14:00",
                "2026-11-22T10:20:30-09:30",
                "2024-02-29T00:00:00+05:45"
            })
    void timestampsSurviveTheWayThere(String time) throws MalformedTpduException {
        SmsDeliver deliver = Delivers.template().at(time).build();
        assertThat(decoder.decode(encoder.encode(deliver)).serviceCentreTimestamp())
                .isEqualTo(deliver.serviceCentreTimestamp());
    }

    @Test
    void aMissingTimestampStaysMissingAndAnImpossibleOneIsRefused() throws MalformedTpduException {
        assertThat(decoder.decode(encoder.encode(Delivers.template().undated().build()))
                        .serviceCentreTimestamp())
                .isEmpty();
        assertThatThrownBy(() -> encoder.encode(
                        Delivers.template().at("1989-12-31T23:59:59Z").build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1989");
    }

    @Test
    void anOffsetBetweenQuarterHoursKeepsTheInstant() throws MalformedTpduException {
        SmsDeliver deliver = Delivers.template().at("2026-01-01T12:00:00+01:07").build();
        assertThat(decoder.decode(encoder.encode(deliver))
                        .serviceCentreTimestamp()
                        .orElseThrow()
                        .toInstant())
                .isEqualTo(deliver.serviceCentreTimestamp().orElseThrow().toInstant());
    }

    @ParameterizedTest
    @CsvSource({"0, a\u4E2D, U+4E2D", "0, \uD83D\uDE00, U+1F600", "4, \u20AC, U+20AC", "8, a\uD83Db, U+D83D"})
    void aCharacterThatTheAlphabetLacksIsNamed(int scheme, String text, String named) {
        assertThatThrownBy(() -> encoder.split(Delivers.template().coded(scheme).build(), text, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void whatCannotBeMadeIsRefused() {
        assertThatThrownBy(() -> encoder.split(Delivers.template().coded(0x20).build(), "a", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("compression");
        assertThatThrownBy(() -> encoder.split(Delivers.template().build(), new byte[1], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private String sendAndJoin(Delivers template, String text) throws MalformedTpduException {
        List<byte[]> tpdus = template.encoded(text);
        SmsDeliver[] received = new SmsDeliver[tpdus.size()];
        for (int i = 0; i < received.length; i++) {
            received[i] = decoder.decode(tpdus.get(i));
        }
        return texts.decode(List.of(received));
    }
}
