package io.vmnhub.numbering;

/**
 * A range of VMNs as {@code config/numbers.yaml} has it.
 *
 * @param from        first number, E.164 digits without plus
 * @param to          last number, of the same length; equal to {@code from} for a single number
 * @param firstImsi   the IMSI (6 to 15 digits) of {@code from}; the others follow in order
 * @param application the application that owns the range
 */
public record NumberRange(String from, String to, String firstImsi, String application) {
}
