// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.time.Instant;
import java.util.Optional;

/**
 * A receiver of webhooks as operators see it.
 *
 * @param id names it, also after a restart
 * @param url without user and query
 * @param circuit {@code closed}, {@code half-open}, {@code open} or {@code disabled}
 * @param disabledSince when it answered 410; empty unless it is disabled
 * @param inFlight messages on their way to it
 */
public record DestinationState(String id, String url, String circuit, Optional<Instant> disabledSince, int inFlight) {

    static DestinationState of(Destination destination) {
        return new DestinationState(
                destination.id(),
                destination.place(),
                destination.circuit().state().label(),
                Optional.ofNullable(destination.goneSince()),
                destination.inFlight().get());
    }
}
