// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

/** One form for the cases of a letter, so that a search for it finds all of them (RE2's case folding included). */
final class Folding {

    private Folding() {}

    static char fold(char c) {
        return c < 128 ? (char) (c >= 'A' && c <= 'Z' ? c + 32 : c) : Character.toLowerCase(Character.toUpperCase(c));
    }

    static String fold(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return new String(folded);
    }
}
