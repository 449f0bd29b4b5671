// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as files, options and Kamelets write it: {@code 500ms}, {@code 10s}, {@code 15m}, {@code 4h}, {@code 36d},
 * or ISO 8601 ({@code PT10S}).
 */
public final class DurationText {

    private static final Pattern SHORT = Pattern.compile("0*([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private DurationText() {}

    /** @throws IllegalArgumentException for anything else, and for what is not longer than nothing */
    public static Duration parse(String text) {
        Duration duration;
        try {
            Matcher matcher = SHORT.matcher(text.trim());
            duration = matcher.matches()
                    ? of(Long.parseLong(matcher.group(1)), matcher.group(2))
                    : Duration.parse(text.trim());
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be a duration above zero such as 500ms, 10s, 15m, 4h, 36d or PT10S", e);
        }
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("must be above zero");
        }
        return duration;
    }

    /**
     * As {@link #parse}; a number without a unit is milliseconds, as in Camel's URIs.
     *
     * @throws IllegalArgumentException as {@link #parse}
     */
    public static Duration parseOption(String text) {
        return parse(NUMBER.matcher(text.trim()).matches() ? text.trim() + "ms" : text);
    }

    private static Duration of(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
