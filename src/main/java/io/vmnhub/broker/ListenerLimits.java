// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.time.Duration;

/**
 * How much the users of the embedded broker may take of it.
 *
 * @param connections at a time, of everybody
 * @param connectionsPerAddress at a time, of one IP address
 * @param connectionsPerUser at a time, of one user
 * @param consumersPerUser at a time, of one user, browsers included
 * @param unacknowledgedPerUser messages that a user has been given and has not acknowledged
 * @param signIn how long a connection may take to sign in
 */
public record ListenerLimits(
        int connections,
        int connectionsPerAddress,
        int connectionsPerUser,
        int consumersPerUser,
        int unacknowledgedPerUser,
        Duration signIn) {

    /** What holds when nothing is configured. */
    public static final ListenerLimits DEFAULT = new ListenerLimits(500, 50, 50, 100, 10_000, Duration.ofSeconds(10));

    public ListenerLimits {
        if (connections < 1
                || connectionsPerAddress < 1
                || connectionsPerUser < 1
                || consumersPerUser < 1
                || unacknowledgedPerUser < 1
                || signIn.isNegative()
                || signIn.isZero()) {
            throw new IllegalArgumentException("the broker's limits for its users must all be at least 1");
        }
    }
}
