// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

/**
 * The one rule for text that goes into a database, as a value or as what a value is compared with. PostgreSQL takes
 * neither U+0000 nor half a surrogate pair, other databases take them but not their clients: U+FFFD stands for both,
 * everywhere. The octets of a message have what was sent.
 */
public final class SqlText {

    private static final char REPLACEMENT = '\uFFFD';
    private static final String ESCAPED_NUL = "\\u0000";

    private SqlText() {}

    /** {@code text} as every database takes it; null stays null. */
    public static String of(String text) {
        StringBuilder repaired = null;
        for (int i = 0; text != null && i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                repaired = repaired == null ? new StringBuilder(text) : repaired;
                repaired.setCharAt(i, REPLACEMENT);
            }
        }
        return repaired == null ? text : repaired.toString();
    }

    /** At most so many UTF-16 units of {@code text}, and never half a surrogate pair. */
    public static String of(String text, int most) {
        if (text == null || text.length() <= most) {
            return of(text);
        }
        return of(text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most));
    }

    /** JSON as every database takes it, in a column of text or of its own JSON type, which knows no U+0000 either. */
    public static String ofJson(String json) {
        String text = of(json);
        if (!text.contains(ESCAPED_NUL)) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text);
        for (int i = 0; i < repaired.length(); i++) {
            if (repaired.charAt(i) == '\\') {
                if (repaired.indexOf(ESCAPED_NUL, i) == i) {
                    repaired.replace(i, i + ESCAPED_NUL.length(), String.valueOf(REPLACEMENT));
                } else {
                    i++; // what is escaped, which may be a backslash before the letters u0000
                }
            }
        }
        return repaired.toString();
    }
}
