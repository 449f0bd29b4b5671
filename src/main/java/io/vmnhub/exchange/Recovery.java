// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.time.Instant;
import java.util.Optional;

/**
 * Tells when an application that took no messages takes them again, for those who keep messages for it. Implementations
 * are safe to share between threads.
 */
public interface Recovery {

    /** How often it has recovered: for a few messages that try, or for all. Only grows. */
    long count();

    /**
     * Has {@code whenRecovered} called after each recovery, once {@link #count} has grown; it must not block and not
     * throw.
     */
    void listen(Runnable whenRecovered);

    /** Ends {@link #listen}. */
    void forget(Runnable whenRecovered);

    /** Whether it takes messages now. */
    Readiness readiness();

    /** When it is tried again; empty when it takes messages, or when that is not known. */
    Optional<Instant> nextTry();

    /** Whether an application takes messages. */
    enum Readiness {
        /** It takes them. */
        TAKING,
        /** A few try whether it takes them. */
        TRIED,
        /** It takes none. */
        AWAY
    }
}
