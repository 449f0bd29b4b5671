// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A limit with buckets of its own.
 *
 * @param name for the log and the metrics
 * @param per what has a bucket each
 * @param operation what is counted
 * @param applications only messages and queries for these; all when empty
 * @param rate of each bucket
 * @param outcome over the limit: a refusal
 * @param keys how many buckets are kept at most; the least used one gives way
 */
public record RateLimit(
        String name, Scope per, Operation operation, Set<String> applications, Rate rate, Outcome outcome, int keys) {

    public static final int DEFAULT_KEYS = 100_000;

    /** What has a bucket each. */
    public enum Scope {
        HUB,
        SMSC,
        ORIGINATING_ADDRESS,
        VMN,
        APPLICATION;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What is counted: forwarded messages or queries for routing information. */
    public enum Operation {
        MESSAGES,
        QUERIES
    }

    public RateLimit {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(per, "per");
        Objects.requireNonNull(operation, "operation");
        applications = Set.copyOf(applications);
        Objects.requireNonNull(rate, "rate");
        if (!outcome.refuses()) {
            throw new IllegalArgumentException("outcome over a limit is reject, discard or no-answer");
        }
        if (operation == Operation.QUERIES && per == Scope.ORIGINATING_ADDRESS) {
            throw new IllegalArgumentException(
                    "per originating-address counts messages only: a query names no originating address");
        }
        if (keys < 1) {
            throw new IllegalArgumentException("keys must be at least 1");
        }
    }
}
