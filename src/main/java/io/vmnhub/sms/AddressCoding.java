// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/** The address field of a TPDU: length in semi-octets, type of address, value (TS 23.040 clause 9.1.2.5). Stateless. */
final class AddressCoding {

    private static final String SEMI_OCTETS = "0123456789*#abc";
    private static final int MAX_SEMI_OCTETS = 20;
    private static final int FILLER = 0xF;

    /** Fillers are dropped wherever they stand; a clear extension bit in the type of address is overlooked. */
    Address decode(String field, TpduReader reader) throws MalformedTpduException {
        int start = reader.offset();
        int length = reader.octet(field);
        if (length > MAX_SEMI_OCTETS) {
            throw new MalformedTpduException(
                    field + " at offset " + start + " has " + length + " semi-octets, more than " + MAX_SEMI_OCTETS);
        }
        int type = reader.octet(field);
        byte[] value = reader.octets(field, (length + 1) / 2);
        TypeOfNumber typeOfNumber = TypeOfNumber.of(type >> 4);
        return new Address(
                typeOfNumber,
                type & 0xF,
                typeOfNumber == TypeOfNumber.ALPHANUMERIC ? text(value, length) : digits(value, length));
    }

    /** @throws IllegalArgumentException when the value is too long, or has a character that an address cannot carry */
    byte[] encode(Address address) {
        byte[] encoded = address.isAlphanumeric() ? encodeText(address.value()) : encodeDigits(address.value());
        encoded[1] = (byte) (0x80 | address.typeOfNumber().code() << 4 | address.numberingPlan());
        return encoded;
    }

    private static String text(byte[] value, int length) {
        return Gsm7.DEFAULT.decode(Gsm7.unpack(value, 0, 0, length * 4 / 7));
    }

    private static String digits(byte[] value, int length) {
        char[] digits = new char[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            int semiOctet = value[i >> 1] >> (i & 1) * 4 & 0xF;
            if (semiOctet != FILLER) {
                digits[count++] = SEMI_OCTETS.charAt(semiOctet);
            }
        }
        return new String(digits, 0, count);
    }

    private static byte[] encodeText(String text) {
        byte[] septets = Gsm7.DEFAULT.encode(text);
        int length = (septets.length * 7 + 3) / 4;
        requireLength(length);
        byte[] packed = new byte[(length + 1) / 2];
        Gsm7.pack(septets, packed, 0);
        byte[] encoded = new byte[2 + packed.length];
        encoded[0] = (byte) length;
        System.arraycopy(packed, 0, encoded, 2, packed.length);
        return encoded;
    }

    private static byte[] encodeDigits(String digits) {
        int length = digits.length();
        requireLength(length);
        byte[] encoded = new byte[2 + (length + 1) / 2];
        encoded[0] = (byte) length;
        for (int i = 0; i < length; i++) {
            int semiOctet = SEMI_OCTETS.indexOf(digits.charAt(i));
            if (semiOctet < 0) {
                throw new IllegalArgumentException(String.format(
                        "character U+%04X is none of an address: %s", digits.codePointAt(i), SEMI_OCTETS));
            }
            encoded[2 + (i >> 1)] |= (byte) (semiOctet << (i & 1) * 4);
        }
        if ((length & 1) == 1) {
            encoded[encoded.length - 1] |= (byte) (FILLER << 4);
        }
        return encoded;
    }

    private static void requireLength(int semiOctets) {
        if (semiOctets > MAX_SEMI_OCTETS) {
            throw new IllegalArgumentException("address of " + semiOctets + " semi-octets is longer than "
                    + MAX_SEMI_OCTETS + " (20 digits or 11 characters)");
        }
    }
}
