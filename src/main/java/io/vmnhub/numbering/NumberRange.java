// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import io.vmnhub.sms.EightBitText;
import java.util.Objects;
import java.util.Optional;

/**
 * A range of VMNs as {@code config/numbers.yaml} has it. Valid once constructed; an {@link IllegalArgumentException}
 * names the field that is not.
 *
 * @param from first number, E.164 digits without plus (3 to 15)
 * @param to last number, of the same length; equal to {@code from} for a single number
 * @param firstImsi the IMSI (6 to 15 digits, ITU-T E.212) of {@code from}; the others follow in order
 * @param settings what its numbers have in common
 */
public record NumberRange(String from, String to, String firstImsi, NumberSettings settings) {

    public NumberRange {
        digits("from", from, 3);
        digits("to", to, 3);
        digits("firstImsi", firstImsi, 6);
        Objects.requireNonNull(settings, "settings");
        if (from.length() != to.length()) {
            throw new IllegalArgumentException("to " + to + " has " + to.length() + " digits, from " + from + " has "
                    + from.length() + ": both ends of a range have the same length");
        }
        if (from.compareTo(to) > 0) { // of equal length: digit order is number order
            throw new IllegalArgumentException(
                    "to " + to + " is less than from " + from + ": the smaller number comes first");
        }
        if (DigitKey.value(firstImsi) + DigitKey.value(to) - DigitKey.value(from)
                >= DigitKey.powerOfTen(firstImsi.length())) {
            throw new IllegalArgumentException("firstImsi " + firstImsi + " leaves no room: the last of "
                    + (DigitKey.value(to) - DigitKey.value(from) + 1) + " IMSIs would have more than "
                    + firstImsi.length() + " digits");
        }
    }

    /** A range of active numbers, with the hub as HLR and MSC. */
    public NumberRange(String from, String to, String firstImsi, String application) {
        this(from, to, firstImsi, NumberSettings.of(application));
    }

    /** A range of one number. */
    public static NumberRange single(String number, String imsi, String application) {
        return new NumberRange(number, number, imsi, application);
    }

    /** The application that owns the range. */
    public String application() {
        return settings.application();
    }

    /** How 8-bit data sent to these numbers is read; empty when the application says it. */
    public Optional<EightBitText> eightBit() {
        return settings.eightBit();
    }

    /** How many numbers the range has. */
    public long size() {
        return DigitKey.value(to) - DigitKey.value(from) + 1;
    }

    /** The IMSI of {@link #to()}. */
    public String lastImsi() {
        return DigitKey.text(DigitKey.of(firstImsi) + size() - 1);
    }

    private static void digits(String field, String value, int least) {
        Objects.requireNonNull(value, field);
        if (value.length() < least || DigitKey.of(value) == DigitKey.NONE) {
            throw new IllegalArgumentException(field + " '" + value + "' is not " + least + " to 15 digits");
        }
    }
}
