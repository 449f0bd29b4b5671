package org.mobicents.commons;

import java.util.HexFormat;

/**
 * The hexadecimal dump that jSS7 calls when it reports a message it cannot process. The artifact that held this class is in no
 * public repository; without the class one malformed M3UA message would end a link with NoClassDefFoundError.
 */
public final class HexTools {

    private HexTools() {
    }

    /** @param offset first octet to be dumped */
    public static StringBuffer dump(byte[] octets, int offset) {
        return new StringBuffer(HexFormat.ofDelimiter(" ").formatHex(octets, offset, octets.length));
    }
}
