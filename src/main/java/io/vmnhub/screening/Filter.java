// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Objects;
import java.util.Set;

/**
 * One rule about messages. The first filter whose conditions hold decides, unless it only tags.
 *
 * @param name for the log and the metrics
 * @param applications only messages for these; all when empty
 * @param when all of these hold
 * @param unless not all of these hold; {@link Conditions#NONE} for no exception
 * @param outcome what becomes of the message
 */
public record Filter(String name, Set<String> applications, Conditions when, Conditions unless, Outcome outcome) {

    public Filter {
        Objects.requireNonNull(name, "name");
        applications = Set.copyOf(applications);
        Objects.requireNonNull(when, "when");
        Objects.requireNonNull(unless, "unless");
        Objects.requireNonNull(outcome, "outcome");
    }
}
