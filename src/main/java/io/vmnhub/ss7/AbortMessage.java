// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.HexFormat;

/** The TC-ABORT of the dialogue service provider (ITU-T Q.773 clause 4.2), in the octets that jSS7 makes of it. */
final class AbortMessage {

    private static final int ABORT = 0x67;
    private static final int DESTINATION = 0x49;
    private static final int MOST_OCTETS = 64;

    /** An ABRT of dialogue-as-id, from the dialogue service provider. */
    private static final byte[] PROVIDER =
            HexFormat.ofDelimiter(" ").parseHex("6b 12 28 10 06 07 00 11 86 05 01 01 01 a0 05 64 03 80 01 01");

    private AbortMessage() {}

    static byte[] of(byte[] transactionId) {
        BerWriter out = new BerWriter(MOST_OCTETS);
        int end = out.open();
        out.octets(PROVIDER);
        out.element(DESTINATION, transactionId);
        out.close(ABORT, end);
        return out.octets();
    }
}
