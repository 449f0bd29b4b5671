// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * Which part of which long message a short message is (TS 23.040 clauses 9.2.3.24.1 and 9.2.3.24.8).
 *
 * @param reference the same in all parts of one message: 0 to 255, or 0 to 65535 when {@code sixteenBit}
 * @param sixteenBit true when the reference came in the 16-bit element; the two kinds never mix in one message
 * @param total how many parts there are, 1 to 255
 * @param number which part this is, 1 to {@code total}
 */
public record Concatenation(int reference, boolean sixteenBit, int total, int number) {

    public Concatenation {
        int limit = sixteenBit ? 0xFFFF : 0xFF;
        if (reference < 0 || reference > limit) {
            throw new IllegalArgumentException("reference " + reference + " is not within 0.." + limit);
        }
        if (total < 1 || total > 255) {
            throw new IllegalArgumentException("total " + total + " is not within 1..255");
        }
        if (number < 1 || number > total) {
            throw new IllegalArgumentException("number " + number + " is not within 1.." + total);
        }
    }
}
