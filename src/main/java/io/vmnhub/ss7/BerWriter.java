// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.Arrays;

/**
 * Writes BER (ITU-T X.690 clause 8.1) from its end to its beginning: the length of an element is known when its tag is
 * written. What does not fit is not written, and {@link #octets()} is empty then. Not thread-safe.
 */
final class BerWriter {

    private static final byte[] NOTHING = {};
    private static final int SHORT_LENGTH = 0x7f;
    private static final int ONE_OCTET_LENGTH = 0x81;
    private static final int TWO_OCTETS_LENGTH = 0x82;
    private static final int LONGEST_OF_ONE_OCTET = 0xff;

    private final byte[] octets;
    private int at;

    /** @param most how many octets there may be */
    BerWriter(int most) {
        octets = new byte[most];
        at = most;
    }

    /** Where an element ends that is written next; for {@link #close}. */
    int open() {
        return at;
    }

    /** Writes length and tag of the element that ends at {@code end} and whose content has been written. */
    void close(int tag, int end) {
        int length = end - at;
        octet(length);
        if (length > LONGEST_OF_ONE_OCTET) {
            octet(length >> 8);
            octet(TWO_OCTETS_LENGTH);
        } else if (length > SHORT_LENGTH) {
            octet(ONE_OCTET_LENGTH);
        }
        octet(tag);
    }

    /** An element of one octet. */
    void element(int tag, int value) {
        octet(value);
        octet(1);
        octet(tag);
    }

    void element(int tag, byte[] content) {
        int end = at;
        octets(content);
        close(tag, end);
    }

    void octets(byte[] content) {
        at -= content.length;
        if (at >= 0) {
            System.arraycopy(content, 0, octets, at, content.length);
        }
    }

    void octet(int value) {
        at--;
        if (at >= 0) {
            octets[at] = (byte) value;
        }
    }

    /**
     * Digits in TBCD (TS 29.002 clause 17.7.8): two an octet, the last half filled up.
     *
     * @return false when there are others than 0 to 9, or none
     */
    boolean digits(String digits) {
        for (int i = digits.length() - 1 & ~1; i >= 0; i -= 2) {
            int first = digits.charAt(i) - '0';
            int second = i + 1 < digits.length() ? digits.charAt(i + 1) - '0' : 0xf;
            if (first < 0 || first > 9 || second < 0 || second > 9 && i + 1 < digits.length()) {
                return false;
            }
            octet(second << 4 | first);
        }
        return !digits.isEmpty();
    }

    /** All that was written; nothing when it did not fit. */
    byte[] octets() {
        return at < 0 ? NOTHING : Arrays.copyOfRange(octets, at, octets.length);
    }
}
