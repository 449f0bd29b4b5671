// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** Times as all interfaces have them: ISO 8601 in UTC, always with milliseconds. */
public final class UtcTime {

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private UtcTime() {}

    /** As {@code 2026-11-21T22:20:07.120Z}. */
    public static String of(Instant time) {
        return MILLISECONDS.format(time);
    }
}
