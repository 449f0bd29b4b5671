// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run sends, how fast, and until when.
 *
 * @param submission sent again and again
 * @param pace when
 * @param count after so many messages the run is over
 * @param duration after so long the run sends nothing more; with neither count nor duration it goes on until it is
 *     stopped
 */
public record RunPlan(Submission submission, Pace pace, OptionalLong count, Optional<Duration> duration) {

    public RunPlan {
        Objects.requireNonNull(submission, "submission");
        Objects.requireNonNull(pace, "pace");
        count.ifPresent(messages -> {
            if (messages < 1) {
                throw new IllegalArgumentException("count " + messages + " is not at least 1");
            }
        });
        duration.ifPresent(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("duration " + time + " is not positive");
            }
        });
    }
}
