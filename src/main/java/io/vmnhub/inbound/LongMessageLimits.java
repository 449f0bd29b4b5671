// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import java.time.Duration;

/**
 * How much the store of long messages may take.
 *
 * @param open messages whose parts have not all come; beyond it the oldest is closed as incomplete before its time
 * @param parts parts on the disk, of open and of undelivered messages; beyond it no part is taken, and the oldest open
 *     message is closed unless others are about to make room
 * @param undelivered joined messages that the store has not confirmed; beyond it no part is taken
 * @param inProgress messages on their way to the store at one time
 * @param firstRetry how long after a failed attempt to store one the next is; it doubles each time
 * @param slowestRetry and never is longer than this
 */
public record LongMessageLimits(
        int open, int parts, int undelivered, int inProgress, Duration firstRetry, Duration slowestRetry) {

    /** The usual limits: about 40 MB of heap and 300 MB of disk at most. */
    public static final LongMessageLimits DEFAULT =
            new LongMessageLimits(50_000, 150_000, 20_000, 200, Duration.ofSeconds(1), Duration.ofSeconds(30));

    public LongMessageLimits {
        if (open < 1 || parts < 1 || undelivered < 1 || inProgress < 1) {
            throw new IllegalArgumentException("limits of long messages must be at least 1: " + open + ", " + parts
                    + ", " + undelivered + ", " + inProgress);
        }
    }

    /** @param failures how often it has failed, at least 1 */
    Duration retryAfter(int failures) {
        Duration delay = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
        return delay.compareTo(slowestRetry) < 0 ? delay : slowestRetry;
    }
}
