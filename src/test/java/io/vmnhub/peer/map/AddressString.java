// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.map;

import io.vmnhub.peer.wire.Digits;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;

/** AddressString of TS 29.002 clause 17.7.8: nature of address, numbering plan, digits. */
public record AddressString(int natureOfAddress, int numberingPlan, String digits) {

    /** International, ISDN. */
    public static AddressString international(String digits) {
        return new AddressString(1, 1, digits);
    }

    public Tlv encode(int tag) {
        return new Tlv(
                tag,
                new Octets()
                        .u8(0x80 | natureOfAddress << 4 | numberingPlan)
                        .bytes(Digits.tbcd(digits))
                        .toByteArray());
    }

    public static AddressString decode(byte[] value) {
        OctetReader in = new OctetReader("MAP AddressString", value);
        int first = in.u8();
        if ((first & 0x80) == 0) {
            throw new MalformedPduException("MAP: an AddressString with an extension: " + Octets.hex(value));
        }
        return new AddressString(first >> 4 & 7, first & 0xf, Digits.fromTbcd(in.rest()));
    }
}
