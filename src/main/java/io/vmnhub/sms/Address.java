// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.util.Objects;

/**
 * An address as it stands in a TPDU or a MAP parameter (TS 23.040 clause 9.1.2.5). Immutable. {@link #toString()} hides
 * the number, so that no subscriber's number gets into a log by accident; {@link #value()} is the number.
 *
 * @param typeOfNumber how {@code value} is to be read
 * @param numberingPlan the numbering-plan-identification, 0 to 15 (1 = E.164)
 * @param value the digits (0-9 * # a b c) without any leading plus, or the text of an alphanumeric address
 */
public record Address(TypeOfNumber typeOfNumber, int numberingPlan, String value) {

    /** Numbering plan E.164 (ISDN/telephone). */
    public static final int E164 = 1;

    public Address {
        Objects.requireNonNull(typeOfNumber, "typeOfNumber");
        Objects.requireNonNull(value, "value");
        if (numberingPlan < 0 || numberingPlan > 15) {
            throw new IllegalArgumentException("numberingPlan " + numberingPlan + " is not within 0..15");
        }
    }

    /**
     * An international E.164 number.
     *
     * @param digits the number with its country code, without a plus
     */
    public static Address international(String digits) {
        return new Address(TypeOfNumber.INTERNATIONAL, E164, digits);
    }

    /** An alphanumeric originating address, at most 11 characters of the GSM 7-bit default alphabet. */
    public static Address alphanumeric(String text) {
        return new Address(TypeOfNumber.ALPHANUMERIC, 0, text);
    }

    /** True when {@link #value()} is text and no number. */
    public boolean isAlphanumeric() {
        return typeOfNumber == TypeOfNumber.ALPHANUMERIC;
    }

    /** The kind of address and its length, without the digits or the text. */
    @Override
    public String toString() {
        return "Address[" + typeOfNumber + ", " + value.length() + (isAlphanumeric() ? " characters]" : " digits]");
    }
}
