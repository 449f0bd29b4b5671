// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.wire;

import java.util.Arrays;

/** Reads fields off a byte string and refuses to read past its end. */
public final class OctetReader {

    private final String layer;
    private final byte[] bytes;
    private int position;

    public OctetReader(String layer, byte[] bytes) {
        this.layer = layer;
        this.bytes = bytes;
    }

    public int u8() {
        return bytes[take(1)] & 0xff;
    }

    public int u16() {
        return u8() << 8 | u8();
    }

    public int u24() {
        return u8() << 16 | u16();
    }

    public long u32() {
        return (long) u16() << 16 | u16();
    }

    public int u16le() {
        return u8() | u8() << 8;
    }

    public byte[] bytes(int count) {
        int from = take(count);
        return Arrays.copyOfRange(bytes, from, from + count);
    }

    public byte[] rest() {
        return bytes(remaining());
    }

    public int remaining() {
        return bytes.length - position;
    }

    public int position() {
        return position;
    }

    public OctetReader seek(int to) {
        if (to < 0 || to > bytes.length) {
            throw new MalformedPduException(layer + ": pointer to octet " + to + " of " + bytes.length);
        }
        position = to;
        return this;
    }

    private int take(int count) {
        if (count < 0 || count > remaining()) {
            throw new MalformedPduException(
                    layer + ": " + count + " octets wanted at " + position + ", " + remaining() + " left");
        }
        int from = position;
        position += count;
        return from;
    }
}
