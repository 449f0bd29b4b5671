// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.wire;

/** Telephony digits in swapped semi-octets (TBCD-STRING of TS 29.002, global title digits of Q.713). */
public final class Digits {

    private static final String ALPHABET = "0123456789*#abc";
    private static final String HEX = "0123456789abcdef";

    private Digits() {}

    /** TBCD: an odd number of digits is filled with 1111. */
    public static byte[] tbcd(String digits) {
        return pack(digits, ALPHABET, 0xf);
    }

    public static String fromTbcd(byte[] bytes) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < bytes.length * 2; i++) {
            int nibble = i % 2 == 0 ? bytes[i / 2] & 0xf : bytes[i / 2] >> 4 & 0xf;
            if (nibble == 0xf) {
                if (i != bytes.length * 2 - 1) {
                    throw new MalformedPduException("TBCD: filler inside the digits");
                }
                return digits.toString();
            }
            digits.append(ALPHABET.charAt(nibble));
        }
        return digits.toString();
    }

    /** Address signals of a global title: an odd number is filled with 0000 (Q.713 clause 3.4.2.3.1). */
    public static byte[] addressSignals(String digits) {
        return pack(digits, HEX, 0);
    }

    public static String fromAddressSignals(byte[] bytes, boolean odd) {
        StringBuilder digits = new StringBuilder();
        for (byte octet : bytes) {
            digits.append(HEX.charAt(octet & 0xf)).append(HEX.charAt(octet >> 4 & 0xf));
        }
        if (odd && digits.length() > 0) {
            if (digits.charAt(digits.length() - 1) != '0') {
                throw new MalformedPduException("global title: the filler of an odd number of digits is not 0000");
            }
            digits.setLength(digits.length() - 1);
        }
        return digits.toString();
    }

    private static byte[] pack(String digits, String alphabet, int filler) {
        byte[] packed = new byte[(digits.length() + 1) / 2];
        for (int i = 0; i < packed.length * 2; i++) {
            int nibble = i < digits.length() ? alphabet.indexOf(digits.charAt(i)) : filler;
            if (nibble < 0) {
                throw new IllegalArgumentException("'" + digits + "' has a digit outside " + alphabet);
            }
            packed[i / 2] |= (byte) (i % 2 == 0 ? nibble : nibble << 4);
        }
        return packed;
    }
}
