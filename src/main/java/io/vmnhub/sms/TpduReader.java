// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Arrays;

/** Reads a TPDU from its first octet on; what is missing becomes an exception that names the field and the offset. */
final class TpduReader {

    private final byte[] octets;
    private int offset;

    TpduReader(byte[] octets) {
        this.octets = octets;
    }

    int offset() {
        return offset;
    }

    int remaining() {
        return octets.length - offset;
    }

    int octet(String field) throws MalformedTpduException {
        require(field, 1);
        return octets[offset++] & 0xFF;
    }

    /** A copy of the next {@code count} octets. */
    byte[] octets(String field, int count) throws MalformedTpduException {
        require(field, count);
        offset += count;
        return Arrays.copyOfRange(octets, offset - count, offset);
    }

    private void require(String field, int count) throws MalformedTpduException {
        int left = octets.length - offset;
        if (left < count) {
            throw new MalformedTpduException(
                    field + " at offset " + offset + " needs " + count + " octets, " + left + " are left");
        }
    }
}
