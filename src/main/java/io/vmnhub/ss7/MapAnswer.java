// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MapUserError;

/** How a MAP invoke ends: what the hub answers, and what it gets for an invoke of its own. */
public sealed interface MapAnswer {

    /** A result without content. */
    record Result() implements MapAnswer {}

    /**
     * The result of sendRoutingInfoForSM.
     *
     * @param imsi 6 to 15 digits
     * @param networkNodeNumber digits of the MSC that takes the message
     */
    record Routing(String imsi, String networkNodeNumber) implements MapAnswer {}

    /** Nothing is sent: the peer waits for its own timer. */
    record None() implements MapAnswer {}

    /** A MAP user error. */
    record UserError(MapUserError error) implements MapAnswer {}

    /**
     * No answer of the peer's MAP user: only for the hub's own invokes.
     *
     * @param kind what happened
     * @param detail in words
     */
    record Failure(Kind kind, String detail) implements MapAnswer {

        /** What happened instead of an answer. */
        public enum Kind {
            REFUSED,
            REJECTED,
            ABORTED,
            TIMED_OUT,
            UNREACHABLE
        }
    }
}
