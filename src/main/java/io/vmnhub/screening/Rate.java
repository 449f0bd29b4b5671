// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many may pass: in any time {@code t} at most {@code burst + tokens * t / period}.
 *
 * @param tokens how many in each period, from 1
 * @param period above zero
 * @param burst how many at once after a pause, from 1
 */
public record Rate(long tokens, Duration period, long burst) {

    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})\\s*/\\s*(s|m|h|d)");
    private static final long MOST = 1_000_000_000L;

    public Rate {
        Objects.requireNonNull(period, "period");
        if (tokens < 1 || tokens > MOST) {
            throw new IllegalArgumentException("rate must let at least one and at most " + MOST + " pass in its time");
        }
        if (burst < 1 || burst > MOST) {
            throw new IllegalArgumentException("burst must be 1 to " + MOST);
        }
        if (period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException("rate needs a time above zero");
        }
    }

    /**
     * {@code 10/s}, {@code 600/m}, {@code 1000/h} or {@code 20/d}; the burst is what passes in one second, at least
     * one.
     */
    public static Rate parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "rate '" + text + "' must be a number per time such as 10/s, 600/m, 1000/h or 20/d");
        }
        Duration period = switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
        long tokens = Long.parseLong(matcher.group(1));
        return new Rate(tokens, period, Math.max(1, tokens / period.toSeconds()));
    }

    public Rate withBurst(long atOnce) {
        return new Rate(tokens, period, atOnce);
    }

    /** After this long without use a bucket is full again: forgetting it changes nothing. */
    Duration refill() {
        return Duration.ofNanos(Math.multiplyExact(period.toNanos() / tokens + 1, burst))
                .plusSeconds(1);
    }

    @Override
    public String toString() {
        return tokens + " in " + period.toString().substring(2).toLowerCase(Locale.ROOT) + ", burst " + burst;
    }
}
