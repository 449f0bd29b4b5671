// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;

/**
 * By what a message is known however often it comes: 128 bits that are the same for each repeat of it by its SMSC, and
 * different for any other message. {@link MessageIdentities} makes those of messages that come from the network.
 *
 * @param high the first 64 bits
 * @param low the other 64 bits
 */
public record MessageIdentity(long high, long low) {

    private static final int DIGITS = 32;
    private static final byte[] HEXADECIMAL = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    /** The identity of a message that nothing will be taken for a repeat of: a digest of its id. */
    public static MessageIdentity ofId(String id) {
        return of(sha256().digest(id.getBytes(StandardCharsets.UTF_8)));
    }

    /** The identity of a message that was joined from these parts, in the order of their numbers. */
    public static MessageIdentity ofParts(Collection<MessageIdentity> parts) {
        MessageDigest digest = sha256();
        parts.forEach(part -> digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(part.high)
                .putLong(part.low)
                .flip()));
        return of(digest.digest());
    }

    /** The first 128 bits of a hash. */
    static MessageIdentity of(byte[] hash) {
        ByteBuffer bits = ByteBuffer.wrap(hash);
        return new MessageIdentity(bits.getLong(), bits.getLong());
    }

    /**
     * Reads {@link #toString()}.
     *
     * @throws IllegalArgumentException when the text is none of 32 hexadecimal digits
     */
    public static MessageIdentity parse(String text) {
        if (text.length() != DIGITS) {
            throw new IllegalArgumentException(
                    "an identity of " + text.length() + " characters; it has " + DIGITS + " hexadecimal digits");
        }
        return of(HexFormat.of().parseHex(text));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        byte[] digits = new byte[DIGITS];
        for (int i = 0; i < DIGITS / 2; i++) {
            int shift = 4 * (DIGITS / 2 - 1 - i);
            digits[i] = HEXADECIMAL[(int) (high >>> shift) & 0xf];
            digits[i + DIGITS / 2] = HEXADECIMAL[(int) (low >>> shift) & 0xf];
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }
}
