// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.time.Duration;

/**
 * What an HTTP port grants to whoever connects.
 *
 * @param headWithin how long a request's head may take, from the connection or from the head's first octet
 * @param bodyWithin how long a request's body may take
 * @param idle how long a connection may wait for its next request, and a client may leave an answer unread
 * @param connections connections in all
 * @param connectionsPerAddress connections of one address; of IPv6 of one /64
 */
public record HttpLimits(
        Duration headWithin, Duration bodyWithin, Duration idle, int connections, int connectionsPerAddress) {

    /** @throws IllegalArgumentException when one of them is not above zero */
    public HttpLimits {
        if (headWithin.toMillis() <= 0
                || bodyWithin.toMillis() <= 0
                || idle.toMillis() <= 0
                || connections <= 0
                || connectionsPerAddress <= 0) {
            throw new IllegalArgumentException("the limits of an HTTP port must be above zero");
        }
    }
}
