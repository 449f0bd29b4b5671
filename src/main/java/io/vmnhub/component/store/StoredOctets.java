// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Texts and octets within what is stored, each with its length before it. */
final class StoredOctets {

    private StoredOctets() {}

    /**
     * One octet a character where that is enough, else two; no charset, for one would replace half of a surrogate pair,
     * which a part may end in.
     */
    static void text(ByteBuf out, String text) {
        if (isNarrow(text)) {
            out.writeByte(1);
            piece(out, text.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            out.writeByte(2).writeInt(2 * text.length());
            for (int i = 0; i < text.length(); i++) {
                out.writeChar(text.charAt(i));
            }
        }
    }

    static String text(ByteBuf in) throws IOException {
        return text(in.readByte(), in);
    }

    /** @param width octets a character, which were read already */
    static String text(int width, ByteBuf in) throws IOException {
        byte[] octets = piece(in);
        if (width == 1) {
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
        char[] text = new char[octets.length / 2];
        for (int i = 0; i < text.length; i++) {
            text[i] = (char) ((octets[2 * i] & 0xff) << 8 | octets[2 * i + 1] & 0xff);
        }
        return new String(text);
    }

    static void piece(ByteBuf out, byte[] octets) {
        out.writeInt(octets.length).writeBytes(octets);
    }

    static byte[] piece(ByteBuf in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.readableBytes()) {
            throw new IOException("a stored message that is cut");
        }
        byte[] octets = new byte[length];
        in.readBytes(octets);
        return octets;
    }

    private static boolean isNarrow(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff) {
                return false;
            }
        }
        return true;
    }
}
