// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.regex.Matcher;

/**
 * Compiles regular expressions that take linear time. RE2/J 1.8 never ends while it folds the case of letters whose
 * capital has another small form that it does not know (U+1C80 and its neighbours); expressions that might make it try
 * are refused.
 */
final class Expressions {

    private static final java.util.regex.Pattern IGNORES_CASE = java.util.regex.Pattern.compile("\\(\\?[a-zA-Z]*i");
    private static final java.util.regex.Pattern ESCAPED_CODE = java.util.regex.Pattern.compile("\\\\(x|[0-7])");
    private static final java.util.regex.Pattern RANGE =
            java.util.regex.Pattern.compile("-(.)", java.util.regex.Pattern.DOTALL);
    /** The letters with several small forms that RE2/J has a table for. */
    private static final String KNOWN = "\u00b5\u0130\u0131\u017f\u01c5\u01c8\u01cb\u01f2\u0345"
            + "\u03c2\u03d0\u03d1\u03d5\u03d6\u03f0\u03f1\u03f4\u03f5"
            + "\u1e9b\u1e9e\u1fbe\u2126\u212a\u212b";

    private static final int FIRST_UNKNOWN = 0x1c80;
    private static final int MOST_FORMS = 8;

    private Expressions() {}

    /** @throws IllegalArgumentException says what is wrong, beginning with the word {@code regex} */
    static Pattern compile(String regex) {
        if (IGNORES_CASE.matcher(regex).find()) {
            withoutEndlessFolding(regex);
        }
        try {
            return Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("regex is not in the syntax of RE2: " + e.getMessage(), e);
        }
    }

    private static void withoutEndlessFolding(String regex) {
        regex.codePoints()
                .filter(letter -> KNOWN.indexOf(letter) < 0 && !foldsBack(letter))
                .findFirst()
                .ifPresent(letter -> {
                    throw new IllegalArgumentException(String.format(
                            "regex has the letter U+%04X, which cannot be matched in either case", letter));
                });
        if (ESCAPED_CODE.matcher(regex).find()) {
            throw new IllegalArgumentException(
                    "regex with (?i) may not have codes of characters such as \\x41: write the characters");
        }
        Matcher range = RANGE.matcher(regex);
        while (range.find()) {
            if (range.group(1).charAt(0) >= FIRST_UNKNOWN) {
                throw new IllegalArgumentException(
                        "regex with (?i) may not have a range that ends behind U+1C7F: leave out (?i), or name "
                                + "a script as in "
                                + "\\p{Han}");
            }
        }
    }

    private static boolean foldsBack(int letter) {
        int form = letter;
        for (int i = 0; i < MOST_FORMS; i++) {
            int lower = Character.toLowerCase(form);
            form = lower != form ? lower : Character.toUpperCase(form);
            if (form == letter) {
                return true;
            }
        }
        return false;
    }
}
