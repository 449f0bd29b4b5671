// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A duration as the files have it: {@code 500ms}, {@code 10s}, {@code 15m}, {@code 4h}, {@code 36d}, or ISO 8601
 * ({@code PT10S}).
 */
public final class DurationText {

    private static final Pattern SHORT = Pattern.compile("0*([0-9]{1,9})(ms|s|m|h|d)");

    private DurationText() {}

    /** @throws IllegalArgumentException for anything else */
    public static Duration parse(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            return switch (matcher.group(2)) {
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "must be a duration above zero such as 500ms, 10s, 15m, 4h, 36d or PT10S", e);
        }
    }
}
