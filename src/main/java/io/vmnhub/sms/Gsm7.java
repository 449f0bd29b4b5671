// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Arrays;

/**
 * Text as septets of the GSM 7-bit alphabet (TS 23.038 clause 6), with one pair of tables. Stateless and thread-safe.
 *
 * <p>A code that the single shift table lacks reads as the main table's character; an escape that is followed by
 * another escape, or by nothing, reads as a space, and so does a code that a locking shift table leaves open.
 */
final class Gsm7 {

    /** The default alphabet with its own extension table. */
    static final Gsm7 DEFAULT = new Gsm7(NationalLanguage.DEFAULT, NationalLanguage.DEFAULT);

    static final int ESCAPE = 0x1B;

    private final Gsm7Table main;
    private final Gsm7Table extension;

    private Gsm7(NationalLanguage locking, NationalLanguage single) {
        this.main = Gsm7Tables.locking(locking);
        this.extension = Gsm7Tables.single(single);
    }

    /** The alphabet with the tables that {@code header} names. */
    static Gsm7 of(UserDataHeader header) {
        if (header.elements().isEmpty()) {
            return DEFAULT;
        }
        NationalLanguage locking = header.lockingShift().orElse(NationalLanguage.DEFAULT);
        NationalLanguage single = header.singleShift().orElse(NationalLanguage.DEFAULT);
        return locking == NationalLanguage.DEFAULT && single == NationalLanguage.DEFAULT
                ? DEFAULT
                : new Gsm7(locking, single);
    }

    /**
     * @return how many septets precede the text after a header of {@code octets}: the text starts on a septet boundary
     */
    static int headerSeptets(int octets) {
        return (octets * 8 + 6) / 7;
    }

    /** @return how many octets {@code septets} take */
    static int octets(int septets) {
        return (septets * 7 + 7) / 8;
    }

    /**
     * Unpacks septets, one in each octet of the result.
     *
     * @param from the octet in {@code packed} where septet 0 starts
     * @param first the first septet wanted
     */
    static byte[] unpack(byte[] packed, int from, int first, int count) {
        byte[] septets = new byte[count];
        for (int i = 0, bit = first * 7; i < count; i++, bit += 7) {
            int octet = from + (bit >>> 3);
            int shift = bit & 7;
            int bits = (packed[octet] & 0xFF) >>> shift;
            if (shift > 1) {
                bits |= packed[octet + 1] << 8 - shift;
            }
            septets[i] = (byte) (bits & 0x7F);
        }
        return septets;
    }

    /** Packs septets into {@code packed}, whose bits there are still zero; septet 0 starts with its first octet. */
    static void pack(byte[] septets, byte[] packed, int first) {
        for (int i = 0, bit = first * 7; i < septets.length; i++, bit += 7) {
            int octet = bit >>> 3;
            int bits = septets[i] << (bit & 7);
            packed[octet] |= (byte) bits;
            if (bits > 0xFF) {
                packed[octet + 1] |= (byte) (bits >>> 8);
            }
        }
    }

    /** @param septets one septet in each octet */
    String decode(byte[] septets) {
        char[] text = new char[septets.length];
        int length = 0;
        boolean escaped = false;
        for (byte septet : septets) {
            if (escaped) {
                text[length++] = shifted(septet);
                escaped = false;
            } else if (septet == ESCAPE) {
                escaped = true;
            } else {
                text[length++] = plain(septet);
            }
        }
        if (escaped) {
            text[length++] = ' ';
        }
        return new String(text, 0, length);
    }

    boolean canEncode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (septets(text.charAt(i)) == 0) {
                return false;
            }
        }
        return true;
    }

    /** @return how many septets {@code character} takes: 1, 2 with the escape, 0 when the tables lack it */
    int septets(char character) {
        if (main.code(character) >= 0) {
            return 1;
        }
        return extension.code(character) >= 0 ? 2 : 0;
    }

    /**
     * One septet in each octet of the result.
     *
     * @throws IllegalArgumentException naming the first character that the tables lack, by its code point
     */
    byte[] encode(String text) {
        byte[] septets = new byte[text.length() * 2];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int code = main.code(text.charAt(i));
            if (code < 0) {
                code = extension.code(text.charAt(i));
                if (code < 0) {
                    throw new IllegalArgumentException(String.format(
                            "character U+%04X is not in the GSM 7-bit alphabet's tables", text.codePointAt(i)));
                }
                septets[length++] = ESCAPE;
            }
            septets[length++] = (byte) code;
        }
        return Arrays.copyOf(septets, length);
    }

    private char plain(int code) {
        char character = main.character(code);
        return character == 0 ? ' ' : character;
    }

    private char shifted(int code) {
        if (code == ESCAPE) {
            return ' ';
        }
        char character = extension.character(code);
        return character == 0 ? plain(code) : character;
    }
}
