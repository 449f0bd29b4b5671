// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * Text for XML 1.0, which cannot hold every character that a short message can: the controls below U+0020 but tab, line
 * feed and carriage return, and U+FFFE and U+FFFF, may not stand in a document in any form, escaped neither. Each
 * becomes U+FFFD, so that the text keeps its length. A carriage return stays, but must be written as {@code &#13;}, or
 * the receiver's parser makes it a line feed.
 */
public final class XmlText {

    private static final char REPLACEMENT = '\uFFFD';

    private XmlText() {}

    /**
     * The text with U+FFFD for each character and half surrogate pair that XML 1.0 (clause 2.2, Char) forbids; not yet
     * escaped.
     */
    public static String of(String text) {
        StringBuilder repaired = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (!allowed(c)) {
                repaired = repaired == null ? new StringBuilder(text) : repaired;
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    private static boolean allowed(char c) {
        return c >= 0x20 && c < 0xFFFE && !Character.isSurrogate(c) || c == '\t' || c == '\n' || c == '\r';
    }
}
