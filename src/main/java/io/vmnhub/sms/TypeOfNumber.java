// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/** Type-of-number of an address (TS 23.040 clause 9.1.2.5; TS 29.002 gives the same values to nature of address). */
public enum TypeOfNumber {
    UNKNOWN(0),
    INTERNATIONAL(1),
    NATIONAL(2),
    NETWORK_SPECIFIC(3),
    SUBSCRIBER(4),
    ALPHANUMERIC(5),
    ABBREVIATED(6),
    RESERVED(7);

    private static final TypeOfNumber[] BY_CODE = new TypeOfNumber[8];

    static {
        for (TypeOfNumber type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    TypeOfNumber(int code) {
        this.code = code;
    }

    /**
     * The type of number of that code.
     *
     * @param code bits 6..4 of the type-of-address octet, 0 to 7
     */
    public static TypeOfNumber of(int code) {
        return BY_CODE[code & 7];
    }

    /** Bits 6..4 of the type-of-address octet. */
    public int code() {
        return code;
    }
}
