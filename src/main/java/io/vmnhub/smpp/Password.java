// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.smpp;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What an account's password is compared with: the password itself, or its PBKDF2 hash (RFC 8018) in the form
 * {@code pbkdf2-sha256:<iterations>:<salt>:<hash>}, salt and hash in Base64. Immutable; {@link #toString()} tells
 * neither.
 */
public final class Password {

    /** What a hash made here costs: some 50 ms on one core, and only at binds. */
    public static final int ITERATIONS = 120_000;

    private static final String SCHEME = "pbkdf2-sha256:";
    private static final int BITS = 256;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_OCTETS = 16;

    private final byte[] expected;
    private final byte[] salt;
    private final int iterations;

    private Password(byte[] expected, byte[] salt, int iterations) {
        this.expected = expected;
        this.salt = salt;
        this.iterations = iterations;
    }

    /**
     * @param text a password, or the hash of one
     * @throws IllegalArgumentException when it begins like a hash and is none, or when it is empty; the message does
     *     not show it
     */
    public static Password of(String text) {
        if (!text.startsWith(SCHEME)) {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("password is empty");
            }
            return new Password(text.getBytes(StandardCharsets.UTF_8), new byte[0], 0);
        }
        String[] fields = text.substring(SCHEME.length()).split(":", -1);
        try {
            int iterations = Integer.parseInt(fields[0]);
            byte[] salt = Base64.getDecoder().decode(fields[1]);
            byte[] hash = Base64.getDecoder().decode(fields[2]);
            if (fields.length == 3
                    && iterations > 0
                    && iterations <= MOST_ITERATIONS
                    && salt.length > 0
                    && hash.length == BITS / 8) {
                return new Password(hash, salt, iterations);
            }
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("password is not a hash as vmn-hub hash-password makes it", e);
        }
        throw new IllegalArgumentException("password is not a hash as vmn-hub hash-password makes it");
    }

    /** A hash of {@code password} with a new salt, as it may stand in a file. */
    public static String hash(String password) {
        byte[] salt = new byte[SALT_OCTETS];
        new SecureRandom().nextBytes(salt);
        Base64.Encoder base64 = Base64.getEncoder();
        return SCHEME + ITERATIONS + ":" + base64.encodeToString(salt) + ":"
                + base64.encodeToString(derive(password, salt, ITERATIONS));
    }

    /** Takes the same time whatever is wrong; with a hash, a good part of 100 ms. */
    public boolean matches(String password) {
        byte[] given = iterations == 0 ? password.getBytes(StandardCharsets.UTF_8) : derive(password, salt, iterations);
        return MessageDigest.isEqual(expected, given);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BITS);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no PBKDF2WithHmacSHA256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Password that
                && iterations == that.iterations
                && Arrays.equals(salt, that.salt)
                && MessageDigest.isEqual(expected, that.expected);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(salt) + iterations;
    }

    @Override
    public String toString() {
        return iterations == 0 ? "Password[plain]" : "Password[PBKDF2, " + iterations + " iterations]";
    }
}
