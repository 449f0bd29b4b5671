// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.sms.TimeWindow;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/** The keys of a part of each day: {@code from}, {@code to}, {@code zone} and {@code days}. */
final class TimeKeys {

    private TimeKeys() {}

    static Optional<TimeWindow> read(Section section) {
        if (!section.sound()) {
            return Optional.empty();
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(section.has("zone") ? section.text("zone") : "UTC");
        } catch (DateTimeException e) {
            section.problem("zone", "is " + section.shown("zone") + ", but must be a time zone such as Europe/London");
            return Optional.empty();
        }
        Set<DayOfWeek> days = section.choices("days", DayOfWeek.class);
        return section.build(() ->
                new TimeWindow(LocalTime.parse(section.text("from")), LocalTime.parse(section.text("to")), zone, days));
    }
}
