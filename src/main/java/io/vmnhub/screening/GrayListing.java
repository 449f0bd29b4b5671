// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What gray SMSCs go through: the first attempt of an unknown combination of SMSC, originating address and VMN is
 * refused for a while. Senders that keep no queue do not come back.
 *
 * @param minDelay a retry before this is refused again
 * @param window a retry within this passes
 * @param remember for so long after its last message a combination that has passed goes on passing
 * @param remembered how many combinations are remembered at most
 * @param persist whether they are remembered over a restart
 * @param error of a refusal; a temporary one
 * @param rate of each gray SMSC's messages; empty for none of its own
 */
public record GrayListing(
        Duration minDelay,
        Duration window,
        Duration remember,
        int remembered,
        boolean persist,
        MapUserError error,
        Optional<Rate> rate) {

    public static final GrayListing DEFAULT = new GrayListing(
            Duration.ofSeconds(60),
            Duration.ofHours(4),
            Duration.ofDays(36),
            200_000,
            true,
            Outcome.Reject.BUSY,
            Optional.empty());

    public GrayListing {
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(rate, "rate");
        if (minDelay.isNegative() || window.compareTo(minDelay) <= 0) {
            throw new IllegalArgumentException("window must be longer than minDelay");
        }
        if (remember.isNegative() || remember.isZero()) {
            throw new IllegalArgumentException("remember must be above zero");
        }
        if (remembered < 1) {
            throw new IllegalArgumentException("remembered must be at least 1");
        }
    }
}
