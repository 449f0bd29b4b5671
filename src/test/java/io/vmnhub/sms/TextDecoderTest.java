// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextDecoderTest {

    private static final String HEADER = "44" + "0b911346610089f6" + "00%s" + "20806291731408";

    private final SmsDeliverDecoder decoder = new SmsDeliverDecoder();
    private final TextDecoder texts = new TextDecoder();

    @Test
    void aSurrogatePairAcrossTwoPartsBecomesOneCharacter() throws MalformedTpduException {
        SmsDeliver first = decode("08", "0a" + "050003010201" + "0041d83d");
        SmsDeliver second = decode("08", "0a" + "050003010202" + "de000042");
        assertThat(first.text()).isEqualTo("A\uFFFD");
        assertThat(texts.decode(List.of(first, second))).isEqualTo("A\uD83D\uDE00B");
    }

    @Test
    void anEscapeSequenceAcrossTwoPartsBecomesOneCharacter() throws MalformedTpduException {
        SmsDeliver first = decode("00", "08" + "050003010201" + "36"); // septet 7 behind one fill bit: 1B
        SmsDeliver second = decode("00", "08" + "050003010202" + "ca"); // 65
        assertThat(first.text()).isEqualTo(" ");
        assertThat(second.text()).isEqualTo("e");
        assertThat(texts.decode(List.of(first, second))).isEqualTo("€");
    }

    @Test
    void partsInDifferentAlphabetsAndTablesMix() throws MalformedTpduException {
        SmsDeliver plain = decode("00", "08" + "050003010301" + "82"); // A
        SmsDeliver turkish = decode("00", "0b" + "080003010302250101" + "0e"); // 07 behind five fill bits
        SmsDeliver unicode = decode("08", "08" + "050003010303" + "4e2d");
        assertThat(texts.decode(List.of(plain, turkish, unicode)))
                .startsWith("A")
                .endsWith("\u4E2D")
                .isEqualTo(plain.text() + turkish.text() + unicode.text());
    }

    @Test
    void eightBitPartsJoinAsOctetsWithoutTheirHeaders() throws MalformedTpduException {
        SmsDeliver first = decode("04", "08" + "050003010201" + "0102");
        SmsDeliver second = decode("04", "07" + "050003010202" + "03");
        assertThat(texts.octets(List.of(first, second))).containsExactly(1, 2, 3);
        assertThat(texts.decode(List.of(first, second))).isEmpty();
    }

    @Test
    void noPartsAreNoText() {
        assertThat(texts.decode(List.of())).isEmpty();
        assertThat(texts.octets(List.of())).isEmpty();
    }

    private SmsDeliver decode(String scheme, String userData) throws MalformedTpduException {
        return decoder.decode(HexFormat.of().parseHex(HEADER.formatted(scheme) + userData));
    }
}
