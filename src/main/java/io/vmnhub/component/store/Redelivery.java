// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.exchange.NextTry;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a message that an application has not confirmed is tried again: after a pause that grows with each attempt up to
 * a longest one, and varies by chance so that thousands do not come back at the same moment.
 *
 * @param first the pause after the first attempt
 * @param longest the longest pause
 * @param maxAge older messages, counted from when they were stored, are dead letters
 * @param maxAttempts after so many attempts a message is a dead letter; 0 for no such limit
 */
record Redelivery(Duration first, Duration longest, Duration maxAge, int maxAttempts) {

    private static final double JITTER = 0.2;

    Redelivery {
        if (first.isNegative()
                || first.isZero()
                || longest.compareTo(first) < 0
                || maxAge.isNegative()
                || maxAge.isZero()
                || maxAttempts < 0) {
            throw new IllegalArgumentException("redelivery: first " + first + ", longest " + longest + ", maxAge "
                    + maxAge + ", maxAttempts " + maxAttempts
                    + "; pauses must be longer than nothing and the longest not shorter than the first");
        }
    }

    /**
     * The longest pause when nothing was tried, because something else says when to try; otherwise no less than the
     * application asks for.
     *
     * @param attempts how many have failed
     */
    Duration pauseAfter(int attempts, NextTry next, RandomGenerator random) {
        Duration own = pauseAfter(next.tried() ? attempts : Integer.MAX_VALUE, random);
        Duration asked = next.notBefore().compareTo(maxAge) < 0 ? next.notBefore() : maxAge;
        return own.compareTo(asked) < 0 ? asked : own;
    }

    /** @param attempts how many have failed, from 1 on */
    Duration pauseAfter(int attempts, RandomGenerator random) {
        double pause = Math.min(first.toMillis() * Math.pow(2, Math.min(attempts - 1, 30)), longest.toMillis());
        return Duration.ofMillis(Math.max(1, Math.round(pause * (1 - JITTER + 2 * JITTER * random.nextDouble()))));
    }
}
