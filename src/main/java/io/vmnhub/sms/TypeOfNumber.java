package io.vmnhub.sms;

/** Type-of-number of an address (TS 23.040 clause 9.1.2.5; TS 29.002 gives the same values to nature of address). */
public enum TypeOfNumber {
    UNKNOWN, INTERNATIONAL, NATIONAL, NETWORK_SPECIFIC, SUBSCRIBER, ALPHANUMERIC, ABBREVIATED, RESERVED;

    private static final TypeOfNumber[] BY_CODE = values();

    /** @param code bits 6..4 of the type-of-address octet, 0 to 7 */
    public static TypeOfNumber of(int code) {
        return BY_CODE[code & 7];
    }

    /** Bits 6..4 of the type-of-address octet. */
    public int code() {
        return ordinal();
    }
}
