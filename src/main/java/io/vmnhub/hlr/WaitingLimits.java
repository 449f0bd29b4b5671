// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Duration;

/**
 * How much message waiting data is kept, and how it is used.
 *
 * @param perNumber service centres that may wait for a number; beyond, messageWaitingListFull
 * @param total service centres that may wait in all
 * @param keep how long a service centre is remembered that cannot be alerted
 * @param alertsPerSecond alerts to one service centre
 * @param probeAfter how often a query for a number that is not reachable is answered all the same
 */
public record WaitingLimits(int perNumber, int total, Duration keep, int alertsPerSecond, Duration probeAfter) {

    public WaitingLimits {
        if (perNumber < 1 || total < 1 || alertsPerSecond < 1) {
            throw new IllegalArgumentException("perNumber, total and alertsPerSecond must be at least 1: " + perNumber
                    + ", " + total + ", " + alertsPerSecond);
        }
    }
}
