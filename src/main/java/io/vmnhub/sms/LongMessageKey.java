// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What the parts of one long message have in common: TP-OA, VMN, SMSC address, reference and its width (TS 23.040
 * clause 9.2.3.24.1), as the first 128 bits of their SHA-256. The total is theirs too, but is left out: a part with
 * another total shows that a new message has begun.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
public record LongMessageKey(long high, long low) {

    /** @throws IllegalArgumentException when the message is no part */
    public static LongMessageKey of(ShortMessage part) {
        Concatenation concatenation = part.concatenation()
                .orElseThrow(() -> new IllegalArgumentException(part + " is no part of a long message"));
        String fields = String.join(
                "\n",
                part.originatingAddress().typeOfNumber().name(),
                String.valueOf(part.originatingAddress().numberingPlan()),
                part.destinationAddress().value(),
                part.serviceCentreAddress(),
                String.valueOf(concatenation.reference()),
                String.valueOf(concatenation.sixteenBit()),
                part.originatingAddress().value());
        try {
            ByteBuffer hash = ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(fields.getBytes(StandardCharsets.UTF_8)));
            return new LongMessageKey(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
