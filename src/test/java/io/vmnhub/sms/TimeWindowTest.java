// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {

    /** 22 November 2026 is a Sunday; London is at UTC. */
    @ParameterizedTest
    @CsvSource({
        "02:00, 04:00, 2026-11-22T01:59:59Z, ",
        "02:00, 04:00, 2026-11-22T02:00:00Z, 2026-11-22T04:00:00Z",
        "02:00, 04:00, 2026-11-22T03:59:59Z, 2026-11-22T04:00:00Z",
        "02:00, 04:00, 2026-11-22T04:00:00Z, ",
        "02:00, 04:00, 2026-11-23T03:00:00Z, ",
        "23:00, 01:00, 2026-11-22T23:30:00Z, 2026-11-23T01:00:00Z",
        "23:00, 01:00, 2026-11-23T00:30:00Z, 2026-11-23T01:00:00Z",
        "23:00, 01:00, 2026-11-22T00:30:00Z, "
    })
    void aWindowEndsWhereItsClockSays(LocalTime from, LocalTime to, Instant moment, Instant end) {
        TimeWindow window = new TimeWindow(from, to, ZoneId.of("Europe/London"), Set.of(DayOfWeek.SUNDAY));
        assertThat(window.end(moment)).isEqualTo(Optional.ofNullable(end));
        assertThat(window.holds(moment.toEpochMilli())).isEqualTo(end != null);
    }
}
