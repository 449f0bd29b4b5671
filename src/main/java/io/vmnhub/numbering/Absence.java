// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import io.vmnhub.sms.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the network is told while an application cannot receive: queries for its numbers get absentSubscriberSM, and so
 * do messages that it did not take.
 *
 * @param probeEvery how often a query is answered as if it could, to find out
 * @param maintenance when it is known not to receive
 */
public record Absence(Duration probeEvery, List<TimeWindow> maintenance) {

    /** Default: how often a query is let through. */
    public static final Duration DEFAULT_PROBE_EVERY = Duration.ofSeconds(30);

    public Absence {
        Objects.requireNonNull(probeEvery, "probeEvery");
        maintenance = List.copyOf(maintenance);
        if (probeEvery.isZero() || probeEvery.isNegative()) {
            throw new IllegalArgumentException("probeEvery " + probeEvery + " is not above zero");
        }
    }

    /** When the maintenance ends that a moment is in; empty outside of any. */
    public Optional<Instant> maintenanceUntil(Instant moment) {
        return maintenance.stream()
                .flatMap(window -> window.end(moment).stream())
                .max(Instant::compareTo);
    }
}
