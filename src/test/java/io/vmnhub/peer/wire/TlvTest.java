// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TlvTest {

    @Test
    void lengthsTakeTheirShortestForm() {
        assertThat(new Tlv(0x04, new byte[0x7f]).encode())
                .startsWith(0x04, 0x7f)
                .hasSize(0x81);
        assertThat(new Tlv(0x04, new byte[0x80]).encode())
                .startsWith(0x04, 0x81, 0x80)
                .hasSize(0x83);
        assertThat(new Tlv(0x04, new byte[0x100]).encode())
                .startsWith(0x04, 0x82, 0x01, 0x00)
                .hasSize(0x104);
    }

    @Test
    void integersTakeTheirFewestOctets() {
        assertThat(Tlv.integer(2, 127).value()).containsExactly(0x7f);
        assertThat(Tlv.integer(2, 128).value()).containsExactly(0x00, 0x80);
        assertThat(Tlv.integer(2, -128).value()).containsExactly(0x80);
        assertThat(Tlv.integer(2, -129).value()).containsExactly(0xff, 0x7f);
        assertThat(Tlv.of(2, (byte) 0xff, (byte) 0x7f).asInteger()).isEqualTo(-129);
    }

    @Test
    void tagsOfSeveralOctetsAreKeptWhole() {
        assertThat(Tlv.decode(Octets.hex("9f2201aa"))).isEqualTo(Tlv.of(0x9f22, (byte) 0xaa));
        assertThat(Tlv.of(0x9f22, (byte) 0xaa).encode()).isEqualTo(Octets.hex("9f2201aa"));
    }

    @Test
    void indefiniteLengthsNestAndAreReadLikeDefiniteOnes() {
        Tlv decoded = Tlv.decode(Octets.hex("3080 a080 020105 0000 040100 0000"));
        assertThat(decoded.children()).containsExactly(Tlv.of(0xa0, Tlv.integer(2, 5)), Tlv.of(0x04, (byte) 0));
    }

    @Test
    void whatIsNotWholeIsRefused() {
        for (String wrong : new String[] {"30", "3005", "308002", "0480", "30800201050000ff", "308401020304", "9f"}) {
            assertThatThrownBy(() -> Tlv.decode(Octets.hex(wrong))).as(wrong).isInstanceOf(MalformedPduException.class);
        }
    }

    @Test
    void digitsAreSwappedAndFilled() {
        assertThat(Digits.tbcd("23415")).isEqualTo(Octets.hex("3214f5"));
        assertThat(Digits.fromTbcd(Octets.hex("3214f5"))).isEqualTo("23415");
        assertThat(Digits.addressSignals("12345")).isEqualTo(Octets.hex("214305"));
        assertThat(Digits.fromAddressSignals(Octets.hex("214305"), true)).isEqualTo("12345");
        assertThatThrownBy(() -> Digits.fromTbcd(Octets.hex("3ff4"))).isInstanceOf(MalformedPduException.class);
        assertThatThrownBy(() -> Digits.fromAddressSignals(Octets.hex("2143f5"), true))
                .isInstanceOf(MalformedPduException.class);
    }
}
