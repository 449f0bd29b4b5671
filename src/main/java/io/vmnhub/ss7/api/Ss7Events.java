// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.api;

/**
 * What the signalling stack tells its owner, for logs and metrics. Called on signalling threads: implementations return
 * at once.
 */
public interface Ss7Events extends LinkEvents {

    /**
     * An SCCP message or a dialogue was refused before any MAP operation.
     *
     * @param reason no numbers in it
     */
    void messageRefused(String reason);

    /**
     * As {@link #messageRefused(String)}, of a peer that is known.
     *
     * @param peer the calling party, as a log names it
     */
    default void messageRefused(String peer, String reason) {
        messageRefused(reason + ", from " + peer);
    }

    /**
     * DATA that is not for the hub, or whose origin cannot be behind its association. It goes nowhere.
     *
     * @param first whether it is the first of this pair of point codes over this association, so that a log need hold
     *     one line
     */
    void dataRefused(
            String association, int originatingPointCode, int destinationPointCode, String reason, boolean first);

    /**
     * An association, an application server, one of its processes or a point code has changed its state.
     *
     * @param what which of them
     * @param state as RFC 4666 names it: ACTIVE, INACTIVE, …
     * @param cause why, in a few words
     */
    void stateChanged(String what, String name, String state, String cause);

    /**
     * Something that an operator should know and that changes no state.
     *
     * @param name an association's or application server's
     */
    void remark(String name, String what);
}
