// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.ss7.DeliveryParameters;
import io.vmnhub.ss7.MapRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * In which time an invoke is answered: what is set, or what the SMSC says of its own timer (smDeliveryTimer, TS 29.002
 * clause 7.6.8.18).
 *
 * @param usual for an SMSC that says nothing
 * @param atMost for one that waits longer; less than {@code usual} counts as {@code usual}
 */
record AnswerTime(Duration usual, Duration atMost) {

    /** What the answer may take to the SMSC; its clock is told to the second. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    Duration of(MapRequest request, Instant now) {
        if (!(request instanceof MapRequest.ForwardSm forward)
                || forward.parameters().smDeliveryTimer().isEmpty()) {
            return usual;
        }
        Duration left = left(forward.parameters(), now).minus(ON_THE_WAY);
        Duration longest = usual.compareTo(atMost) > 0 ? usual : atMost;
        return left.compareTo(longest) > 0 ? longest : left.compareTo(SHORTEST) < 0 ? SHORTEST : left;
    }

    /**
     * What is left of the SMSC's timer. A start time that lies ahead, or so far back that the SMSC would have given up
     * before it sent the message, is one of another clock: then the timer counts from now.
     */
    private static Duration left(DeliveryParameters parameters, Instant now) {
        Duration timer = parameters.smDeliveryTimer().orElseThrow();
        Optional<Duration> gone = parameters
                .smDeliveryStartTime()
                .map(start -> Duration.between(start, now))
                .filter(since -> !since.isNegative() && since.compareTo(timer) < 0);
        return gone.map(timer::minus).orElse(timer);
    }
}
