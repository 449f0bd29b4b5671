// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.sms.EightBitText.Unmappable;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EightBitTextTest {

    private static ShortMessage binary(int dataCodingScheme, String userData) throws MalformedTpduException {
        byte[] tpdu = HexFormat.of()
                .parseHex("040b911346610089f600%02x20806291731408%02x%s"
                        .formatted(dataCodingScheme, userData.length() / 2, userData));
        return new ShortMessage(
                "1",
                Address.international("447700900001"),
                "447785016005",
                Instant.EPOCH,
                new SmsDeliverDecoder().decode(tpdu));
    }

    private static EightBitText in(String charset, Unmappable unmappable) {
        return new EightBitText(Optional.of(EightBitCharset.of(charset)), unmappable);
    }

    @ParameterizedTest
    @CsvSource({
        "ISO-8859-1,a4,¤",
        "ISO-8859-2,b1,ą",
        "ISO-8859-3,b1,ħ",
        "ISO-8859-4,b9,š",
        "ISO-8859-5,d6,ж",
        "ISO-8859-6,c8,ب",
        "ISO-8859-7,e1,α",
        "ISO-8859-8,e0,א",
        "ISO-8859-9,fd,ı",
        "ISO-8859-10,bb,ŧ",
        "ISO-8859-11,a1,ก",
        "ISO-8859-13,e0,ą",
        "ISO-8859-14,a1,Ḃ",
        "ISO-8859-15,a4,€",
        "ISO-8859-16,aa,Ș",
        "windows-1250,9c,ś",
        "windows-1251,e6,ж",
        "windows-1252,80,€",
        "windows-1253,e1,α",
        "windows-1254,fd,ı",
        "windows-1255,e0,א",
        "windows-1256,c8,ب",
        "windows-1257,e0,ą",
        "windows-1258,d0,Đ",
        "UTF-8,f09f9880,\uD83D\uDE00",
        "us-ascii,41,A"
    })
    void everyCharsetHasItsOwnLetters(String charset, String octets, String text) throws Exception {
        ShortMessage read = in(charset, Unmappable.FAIL).read(binary(4, octets));
        assertThat(read.text()).isEqualTo(text);
        assertThat(read.hasText()).isTrue();
        assertThat(read.charset()).contains(EightBitCharset.of(charset));
        assertThat(read.userData()).isEqualTo(HexFormat.of().parseHex(octets));
    }

    @ParameterizedTest
    @MethodSource("io.vmnhub.sms.EightBitCharset#names")
    void everyCharsetHasAsciiAndKeepsEveryControl(String charset) throws Exception {
        String controls = "00010a0d1b1f417e7f";
        assertThat(in(charset, Unmappable.FAIL).read(binary(4, controls)).text())
                .isEqualTo("\0\u0001\n\r\u001B\u001FA~\u007F");
    }

    @Test
    void whatIsNoCharacterIsReplacedOrRefusedAsWanted() throws Exception {
        assertThat(in("UTF-8", Unmappable.REPLACE).read(binary(4, "41ff42")).text())
                .isEqualTo("A\uFFFDB");
        assertThat(in("ISO-8859-6", Unmappable.REPLACE).read(binary(4, "a1")).text())
                .isEqualTo("\uFFFD");
        assertThatThrownBy(() -> in("UTF-8", Unmappable.FAIL).read(binary(4, "41ff42")))
                .isInstanceOf(UnmappableTextException.class)
                .hasMessageContaining("UTF-8")
                .hasMessageNotContaining("ff");
        assertThatThrownBy(() -> in("ISO-8859-8", Unmappable.FAIL).read(binary(4, "a1")))
                .isInstanceOf(UnmappableTextException.class);
    }

    @Test
    void aByteOrderMarkIsACharacterLikeAnyOther() throws Exception {
        assertThat(in("UTF-8", Unmappable.FAIL).read(binary(4, "efbbbf41")).text())
                .isEqualTo("\uFEFFA");
    }

    @Test
    void onlyUncompressedEightBitDataIsRead() throws Exception {
        for (ShortMessage message : List.of(binary(0x08, "00410042"), binary(0x20, "4142"), binary(0x24, "4142"))) {
            assertThat(in("UTF-8", Unmappable.FAIL).read(message)).isSameAs(message);
        }
        assertThat(EightBitText.BINARY.read(binary(4, "41")).hasText()).isFalse();
        assertThat(in("UTF-8", Unmappable.FAIL).read(binary(0xF6, "41")).text()).isEqualTo("A");
    }

    @Test
    void aCharsetThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> EightBitCharset.of("ISO-8859-12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("charset 'ISO-8859-12' is not one of UTF-8, ");
    }
}
