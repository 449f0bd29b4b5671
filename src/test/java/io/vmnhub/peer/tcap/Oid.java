// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.tcap;

import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;

/** Object identifiers (X.690 clause 8.19) as dotted numbers; those used here have a first pair of 0.x. */
final class Oid {

    static final String DIALOGUE_AS_ID = "0.0.17.773.1.1.1";
    static final String MAP_DIALOGUE_AS = "0.4.0.0.1.1.1.1";

    private Oid() {}

    static Tlv encode(int tag, String dotted) {
        String[] arcs = dotted.split("\\.");
        Octets out = new Octets().u8(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
        for (int i = 2; i < arcs.length; i++) {
            int arc = Integer.parseInt(arcs[i]);
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    out.u8(0x80 | arc >>> shift & 0x7f);
                }
            }
            out.u8(arc & 0x7f);
        }
        return new Tlv(tag, out.toByteArray());
    }

    static String decode(Tlv tlv) {
        StringBuilder dotted = new StringBuilder();
        int arc = 0;
        for (int i = 0; i < tlv.value().length; i++) {
            arc = arc << 7 | tlv.value()[i] & 0x7f;
            if ((tlv.value()[i] & 0x80) == 0) {
                dotted.append(i == 0 ? arc / 40 + "." + arc % 40 : "." + arc);
                arc = 0;
            }
        }
        return dotted.toString();
    }
}
