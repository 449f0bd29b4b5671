// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.wire;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Builds a byte string field by field, numbers in network order. */
public final class Octets {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    public Octets u8(int value) {
        out.write(value);
        return this;
    }

    public Octets u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public Octets u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    public Octets u32(long value) {
        return u16((int) (value >>> 16)).u16((int) value);
    }

    /** Sixteen bits, least significant octet first, as ISUP and SCCP write point codes (Q.713 clause 3.4.2.2). */
    public Octets u16le(int value) {
        return u8(value).u8(value >>> 8);
    }

    public Octets bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public int size() {
        return out.size();
    }

    public byte[] toByteArray() {
        return out.toByteArray();
    }

    /** Bytes from hex digits; blanks are allowed between them. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s+", ""));
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
