// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Arrays;

/** One table of 128 codes and their characters, readable both ways. Immutable. */
final class Gsm7Table {

    static final int SIZE = 128;

    /** By code; 0 where the table has no character. */
    private final char[] characters;
    /** By character below 256: the code, -1 where there is none. */
    private final byte[] latinCodes = new byte[256];

    Gsm7Table(char[] characters) {
        this.characters = characters.clone();
        Arrays.fill(latinCodes, (byte) -1);
        for (int code = SIZE - 1; code >= 0; code--) {
            char character = characters[code];
            if (character != 0 && character < latinCodes.length) {
                latinCodes[character] = (byte) code;
            }
        }
    }

    /** @return the character of {@code code}, or 0 when it has none */
    char character(int code) {
        return characters[code];
    }

    /** @return the lowest code of {@code character}, or -1 when the table has none */
    int code(char character) {
        if (character < latinCodes.length) {
            return latinCodes[character];
        }
        for (int code = 0; code < SIZE; code++) {
            if (characters[code] == character) {
                return code;
            }
        }
        return -1;
    }
}
