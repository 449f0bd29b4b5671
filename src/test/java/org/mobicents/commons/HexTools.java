// SPDX-License-Identifier: AGPL-3.0-only
package org.mobicents.commons;

import java.util.HexFormat;

/**
 * The hexadecimal dump that jSS7's M3UA calls, which the benchmark compares with. The artifact that held this class is
 * in no public repository.
 */
public final class HexTools {

    private HexTools() {}

    /** @param offset first octet to be dumped */
    public static StringBuffer dump(byte[] octets, int offset) {
        return new StringBuffer(HexFormat.ofDelimiter(" ").formatHex(octets, offset, octets.length));
    }
}
