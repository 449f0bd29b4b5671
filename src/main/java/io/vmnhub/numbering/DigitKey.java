// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.nio.charset.StandardCharsets;

/**
 * A string of 1 to 15 digits as one long: the count of digits above the value, so that {@code 0123} and {@code 123}
 * stay apart, keys of one length are ordered and consecutive as their numbers are, and no look-up has to build a
 * string.
 */
final class DigitKey {

    /** What {@link #of} answers for anything that is not 1 to 15 digits. */
    static final long NONE = -1;

    /** 10^15 is below 2^50. */
    private static final int VALUE_BITS = 50;

    private static final long VALUE_MASK = (1L << VALUE_BITS) - 1;
    static final int MOST_DIGITS = 15;

    private DigitKey() {}

    static long of(CharSequence digits) {
        int length = digits.length();
        if (length == 0 || length > MOST_DIGITS) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return ((long) length << VALUE_BITS) | value;
    }

    /** How many digits a key has. */
    static int length(long key) {
        return (int) (key >>> VALUE_BITS);
    }

    static long value(CharSequence digits) {
        return of(digits) & VALUE_MASK;
    }

    /** The digits of a key, leading zeros included. */
    static String text(long key) {
        byte[] digits = new byte[length(key)];
        long value = key & VALUE_MASK;
        for (int i = digits.length - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + value % 10);
            value /= 10;
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }
}
