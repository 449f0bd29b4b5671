// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.tcap;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.OctetReader;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;

/**
 * A transaction id: an OCTET STRING of 1 to 4 octets (Q.773), so {@code 07} and {@code 0007} are two different ids and
 * a peer has to send back the very octets it was given.
 */
public record TransactionId(long value, int octets) {

    public static TransactionId of(long value) {
        return new TransactionId(value, 4);
    }

    Tlv encode(int tag) {
        Octets out = new Octets();
        for (int i = octets - 1; i >= 0; i--) {
            out.u8((int) (value >>> 8 * i));
        }
        return new Tlv(tag, out.toByteArray());
    }

    static TransactionId decode(Tlv part) {
        int octets = part.value().length;
        if (octets < 1 || octets > 4) {
            throw new MalformedPduException("TCAP: a transaction id of " + octets + " octets");
        }
        OctetReader in = new OctetReader("TCAP", part.value());
        long value = 0;
        while (in.remaining() > 0) {
            value = value << 8 | in.u8();
        }
        return new TransactionId(value, octets);
    }
}
