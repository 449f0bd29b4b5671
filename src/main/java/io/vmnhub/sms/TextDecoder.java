// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;

/**
 * The text of user data (TS 23.038 clause 6): of one short message, or of the parts of a long one, which are joined
 * before they are decoded, so that a surrogate pair or an escape sequence may lie across two parts. Stateless and
 * thread-safe.
 *
 * <p>UCS2 reads as UTF-16BE; half a surrogate pair reads as U+FFFD, and an octet that is left over at the end is
 * dropped.
 */
public final class TextDecoder {

    private static final char REPLACEMENT = '\uFFFD';

    /**
     * The text of a long message.
     *
     * @param parts in their order; parts in another alphabet, or with other national language tables, may mix
     * @return empty for 8-bit and compressed data
     */
    public String decode(List<SmsDeliver> parts) {
        StringBuilder text = new StringBuilder();
        int next;
        for (int first = 0; first < parts.size(); first = next) {
            next = first + 1;
            while (next < parts.size() && sameCoding(parts.get(first), parts.get(next))) {
                next++;
            }
            text.append(decodeAlike(parts.subList(first, next)));
        }
        return text.toString();
    }

    /**
     * The octets of a long message, without headers: what 8-bit data is.
     *
     * @param parts in their order
     */
    public byte[] octets(List<SmsDeliver> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (SmsDeliver part : parts) {
            int header = part.userDataHeader().octets();
            joined.write(part.userData(), header, part.userData().length - header);
        }
        return joined.toByteArray();
    }

    /**
     * @param userDataLength TP-UDL, in septets or octets as the alphabet counts; {@code userData} has what it asks for
     */
    String decode(DataCodingScheme dataCodingScheme, UserDataHeader header, byte[] userData, int userDataLength) {
        return switch (dataCodingScheme.alphabet()) {
            case GSM7 -> Gsm7.of(header).decode(septets(header, userData, userDataLength));
            case UCS2 -> utf16(userData, header.octets());
            case OCTETS -> "";
        };
    }

    private String decodeAlike(List<SmsDeliver> parts) {
        SmsDeliver first = parts.get(0);
        return switch (first.alphabet()) {
            case GSM7 -> {
                ByteArrayOutputStream joined = new ByteArrayOutputStream();
                for (SmsDeliver part : parts) {
                    joined.writeBytes(septets(part.userDataHeader(), part.userData(), part.userDataLength()));
                }
                yield Gsm7.of(first.userDataHeader()).decode(joined.toByteArray());
            }
            case UCS2 -> utf16(octets(parts), 0);
            case OCTETS -> "";
        };
    }

    /**
     * Septets of several parts, packed behind one header.
     *
     * @param parts in the GSM 7-bit alphabet, in their order
     */
    byte[] packed(UserDataHeader header, List<SmsDeliver> parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (SmsDeliver part : parts) {
            joined.writeBytes(septets(part.userDataHeader(), part.userData(), part.userDataLength()));
        }
        byte[] head = header.encode();
        int first = Gsm7.headerSeptets(head.length);
        byte[] userData = Arrays.copyOf(head, Gsm7.octets(first + joined.size()));
        Gsm7.pack(joined.toByteArray(), userData, first);
        return userData;
    }

    /** Whether their texts may be decoded as one. */
    static boolean sameCoding(SmsDeliver one, SmsDeliver other) {
        return one.alphabet() == other.alphabet()
                && one.userDataHeader()
                        .lockingShift()
                        .equals(other.userDataHeader().lockingShift())
                && one.userDataHeader()
                        .singleShift()
                        .equals(other.userDataHeader().singleShift());
    }

    private static byte[] septets(UserDataHeader header, byte[] userData, int userDataLength) {
        int first = Gsm7.headerSeptets(header.octets());
        return Gsm7.unpack(userData, 0, first, Math.max(0, userDataLength - first));
    }

    /** The JDK's own decoder would take the character behind half a surrogate pair with it. */
    private static String utf16(byte[] octets, int from) {
        char[] text = new char[(octets.length - from) / 2];
        for (int i = 0, octet = from; i < text.length; i++, octet += 2) {
            char character = (char) (octets[octet] << 8 | octets[octet + 1] & 0xFF);
            boolean second = i > 0 && Character.isHighSurrogate(text[i - 1]);
            if (Character.isLowSurrogate(character)) {
                text[i] = second ? character : REPLACEMENT;
            } else {
                text[i] = character;
                if (second) {
                    text[i - 1] = REPLACEMENT;
                }
            }
        }
        if (text.length > 0 && Character.isHighSurrogate(text[text.length - 1])) {
            text[text.length - 1] = REPLACEMENT;
        }
        return new String(text);
    }
}
