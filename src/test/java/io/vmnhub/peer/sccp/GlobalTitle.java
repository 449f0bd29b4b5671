// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sccp;

import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;

/**
 * A global title (Q.713 clause 3.4.2.3). What the format does not carry is 0.
 *
 * @param indicator 1 to 4, which of the formats
 * @param translationType formats 2, 3 and 4
 * @param numberingPlan formats 3 and 4; 1 is E.164
 * @param natureOfAddress formats 1 and 4; 4 is international
 * @param digits hexadecimal digits
 */
public record GlobalTitle(int indicator, int translationType, int numberingPlan, int natureOfAddress, String digits) {

    public static GlobalTitle international(String digits) {
        return new GlobalTitle(4, 0, 1, 4, digits);
    }

    byte[] encode() {
        boolean odd = digits.length() % 2 != 0;
        int scheme = odd ? 1 : 2;
        Octets out = new Octets();
        switch (indicator) {
            case 1 -> out.u8((odd ? 0x80 : 0) | natureOfAddress);
            case 2 -> out.u8(translationType);
            case 3 -> out.u8(translationType).u8(numberingPlan << 4 | scheme);
            case 4 -> out.u8(translationType).u8(numberingPlan << 4 | scheme).u8(natureOfAddress);
            default -> throw new IllegalArgumentException("global title indicator " + indicator);
        }
        return out.bytes(Digits.addressSignals(digits)).toByteArray();
    }

    static GlobalTitle decode(int indicator, OctetReader in) {
        switch (indicator) {
            case 1 -> {
                int nature = in.u8();
                return new GlobalTitle(1, 0, 0, nature & 0x7f, Digits.fromAddressSignals(in.rest(), nature >= 0x80));
            }
            case 2 -> {
                return new GlobalTitle(2, in.u8(), 0, 0, Digits.fromAddressSignals(in.rest(), false));
            }
            case 3, 4 -> {
                int type = in.u8();
                int plan = in.u8();
                int scheme = plan & 0xf;
                if (scheme != 1 && scheme != 2) {
                    throw new MalformedPduException(
                            "SCCP: encoding scheme " + scheme + " of a global title is not BCD");
                }
                int nature = indicator == 4 ? in.u8() : 0;
                if (nature > 0x7f) {
                    throw new MalformedPduException("SCCP: spare bit of the nature of address is set");
                }
                return new GlobalTitle(
                        indicator, type, plan >> 4, nature, Digits.fromAddressSignals(in.rest(), scheme == 1));
            }
            default -> throw new MalformedPduException("SCCP: global title indicator " + indicator);
        }
    }
}
