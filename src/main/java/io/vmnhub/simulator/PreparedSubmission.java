// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.sms.Address;
import java.util.ArrayList;
import java.util.List;

/**
 * A submission whose SMS-DELIVERs are encoded already, to be sent any number of times.
 *
 * @param tpdus do not change the arrays
 */
record PreparedSubmission(Submission submission, List<byte[]> tpdus) {

    /** How many of a sender's last digits count up. */
    private static final int COUNTING = 6;

    private static final int SENDERS = 1_000_000;
    /** Where TP-OA's digits begin (TS 23.040 clause 9.2.2.1). */
    private static final int FIRST_DIGIT = 3;

    PreparedSubmission {
        tpdus = List.copyOf(tpdus);
    }

    /**
     * The same from another subscriber: the sender's last six digits are so much higher, going round. Without that, the
     * messages of one second would be repeats of one message. A sender with a name or a short number stays as it is.
     */
    PreparedSubmission fromSender(long higher) {
        Address from = submission.from();
        int digits = from.value().length();
        if (higher == 0 || digits < COUNTING + 3 || !from.value().matches("[0-9]+") || from.isAlphanumeric()) {
            return this;
        }
        long number = (Long.parseLong(from.value().substring(digits - COUNTING)) + higher) % SENDERS;
        List<byte[]> others = new ArrayList<>(tpdus.size());
        for (byte[] tpdu : tpdus) {
            byte[] other = tpdu.clone();
            long rest = number;
            for (int digit = digits - 1; digit >= digits - COUNTING; digit--, rest /= 10) {
                int at = FIRST_DIGIT + digit / 2;
                int shift = digit % 2 * 4; // the first digit of an octet is in its lower half
                other[at] = (byte) (other[at] & ~(0xF << shift) | (int) (rest % 10) << shift);
            }
            others.add(other);
        }
        return new PreparedSubmission(submission, others);
    }
}
