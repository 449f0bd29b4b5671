// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Objects;

/**
 * Which numbers or global titles are meant: one ({@code 447700900123}), all that begin with digits ({@code 4477*}, or
 * {@code *} for all), or all of one length between two ({@code 447700900000-447700900999}). Valid once constructed.
 *
 * @param kind one, a prefix or a range
 * @param from the number, the prefix without its star, or the first of the range
 * @param to the last of the range; equal to {@code from} otherwise
 */
public record DigitPattern(Kind kind, String from, String to) {

    /** The most digits a pattern has (a global title has 15, rarely a few more). */
    public static final int MOST_DIGITS = 18;

    /** The forms a pattern has. */
    public enum Kind {
        EXACT,
        RANGE,
        PREFIX
    }

    public DigitPattern {
        Objects.requireNonNull(kind, "kind");
        digits(from, kind == Kind.PREFIX ? 0 : 1);
        digits(to, kind == Kind.PREFIX ? 0 : 1);
        if (kind != Kind.RANGE && !from.equals(to)) {
            throw new IllegalArgumentException("only a range has two ends");
        }
        if (from.length() != to.length()) {
            throw new IllegalArgumentException("both ends of " + from + "-" + to + " need the same count of digits");
        }
        if (from.compareTo(to) > 0) { // of equal length: digit order is number order
            throw new IllegalArgumentException("the range " + from + "-" + to + " ends before it begins");
        }
    }

    /** @throws IllegalArgumentException says what is wrong and what is allowed */
    public static DigitPattern parse(String text) {
        String trimmed = text.strip();
        if (trimmed.endsWith("*")) {
            String prefix = withoutPlus(trimmed.substring(0, trimmed.length() - 1));
            return new DigitPattern(Kind.PREFIX, prefix, prefix);
        }
        int dash = trimmed.indexOf('-');
        if (dash >= 0) {
            return new DigitPattern(
                    Kind.RANGE,
                    withoutPlus(trimmed.substring(0, dash).strip()),
                    withoutPlus(trimmed.substring(dash + 1).strip()));
        }
        String number = withoutPlus(trimmed);
        return new DigitPattern(Kind.EXACT, number, number);
    }

    /** Whether these digits are meant. */
    public boolean matches(String digits) {
        return switch (kind) {
            case EXACT -> from.equals(digits);
            case PREFIX -> digits.startsWith(from);
            case RANGE -> digits.length() == from.length() && from.compareTo(digits) <= 0 && digits.compareTo(to) <= 0;
        };
    }

    private static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    private static void digits(String text, int least) {
        Objects.requireNonNull(text, "digits");
        boolean right = text.length() >= least && text.length() <= MOST_DIGITS;
        for (int i = 0; i < text.length() && right; i++) {
            right = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        if (!right) {
            throw new IllegalArgumentException("'" + text + "' is neither a number of up to " + MOST_DIGITS
                    + " digits, nor a prefix that ends with *, nor a range first-last");
        }
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return switch (kind) {
            case EXACT -> from;
            case PREFIX -> from + "*";
            case RANGE -> from + "-" + to;
        };
    }
}
