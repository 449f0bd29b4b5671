// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether an application can receive.
 *
 * @param kind whether it can
 * @param why for logs and operators; empty string while it can
 * @param until when it is expected to receive again; empty when nobody knows
 */
public record ApplicationState(Kind kind, String why, Optional<Instant> until) {

    /** It can receive, as far as anybody knows. */
    public static final ApplicationState READY = new ApplicationState(Kind.READY, "", Optional.empty());

    /** What is known of it. */
    public enum Kind {
        /** It can receive, as far as anybody knows. */
        READY,
        /** A few messages try whether it can again. */
        TRIED,
        /** It has no room for more, but may be asked. */
        FULL,
        /** It cannot. */
        AWAY
    }

    public ApplicationState {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(why, "why");
        Objects.requireNonNull(until, "until");
    }

    /** That of an application that cannot receive. */
    public static ApplicationState away(String why, Optional<Instant> until) {
        return new ApplicationState(Kind.AWAY, why, until);
    }

    /** Whether it cannot receive. */
    public boolean isAway() {
        return kind == Kind.AWAY;
    }
}
