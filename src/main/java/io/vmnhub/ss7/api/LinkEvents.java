// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.api;

/** What an operator wants to know about links. Called on event loop threads: implementations return at once. */
public interface LinkEvents {

    /** @param peer the address the peer really has */
    void up(String association, String peer);

    /** @param reason why, in a few words */
    void down(String association, String reason);

    /**
     * A connection or a message was not taken.
     *
     * @param association its name, or the listening address where it is not known
     */
    void refused(String association, String reason);
}
