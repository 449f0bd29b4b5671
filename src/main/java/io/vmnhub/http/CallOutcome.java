// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.util.Locale;

/** How a call of a webhook ends, for the metrics. */
public enum CallOutcome {

    /** A complete answer of 2xx. */
    CONFIRMED,

    /** A complete answer of another status. */
    REFUSED,

    /** Sent, and no complete answer in time. */
    UNANSWERED,

    /**
     * Not sent: no connection, no access token, an open circuit, a disabled receiver, too many on their way, no time
     * left.
     */
    NOT_SENT;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
