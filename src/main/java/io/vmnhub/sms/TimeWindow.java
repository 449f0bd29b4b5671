// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A part of each day; it passes midnight when it ends before it begins.
 *
 * @param from the first moment
 * @param to the first moment after
 * @param zone whose clock
 * @param days the days on which it begins; all when empty
 */
public record TimeWindow(LocalTime from, LocalTime to, ZoneId zone, Set<DayOfWeek> days) {

    public TimeWindow {
        Objects.requireNonNull(zone, "zone");
        days = Set.copyOf(days);
        if (from.equals(to)) {
            throw new IllegalArgumentException("to is the same as from: a time of day ends at another");
        }
    }

    /** Whether a moment is in it. */
    public boolean holds(long epochMillis) {
        return end(Instant.ofEpochMilli(epochMillis)).isPresent();
    }

    /** When the window that a moment is in ends; empty outside of it. */
    public Optional<Instant> end(Instant moment) {
        ZonedDateTime now = moment.atZone(zone);
        LocalTime time = now.toLocalTime();
        boolean overMidnight = to.isBefore(from);
        boolean sinceYesterday = overMidnight && time.isBefore(to);
        boolean within =
                overMidnight ? sinceYesterday || !time.isBefore(from) : !time.isBefore(from) && time.isBefore(to);
        DayOfWeek began = sinceYesterday ? now.getDayOfWeek().minus(1) : now.getDayOfWeek();
        if (!within || !days.isEmpty() && !days.contains(began)) {
            return Optional.empty();
        }
        boolean endsTomorrow = overMidnight && !sinceYesterday;
        return Optional.of(now.toLocalDate()
                .plusDays(endsTomorrow ? 1 : 0)
                .atTime(to)
                .atZone(zone)
                .toInstant());
    }
}
