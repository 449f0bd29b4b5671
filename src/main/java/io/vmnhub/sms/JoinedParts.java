// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.List;

/**
 * What a long message was joined from (TS 23.040 clause 9.2.3.24.1).
 *
 * @param reference the reference of its parts
 * @param sixteenBit true when the reference came in the 16-bit element
 * @param total how many parts the sender made
 * @param missing the numbers of those that have not come, rising; empty when the message is whole
 */
public record JoinedParts(int reference, boolean sixteenBit, int total, List<Integer> missing) {

    public JoinedParts {
        missing = List.copyOf(missing);
        if (total < 1 || total > 255) {
            throw new IllegalArgumentException("total " + total + " is not within 1..255");
        }
    }

    /** Nothing is missing. */
    public boolean isWhole() {
        return missing.isEmpty();
    }
}
