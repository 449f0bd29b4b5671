// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.ss7.api.Ss7Events;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The latest changes of associations, application servers, their processes and point codes, for whoever comes to see
 * what has happened; everything goes on to the next. Thread-safe.
 */
public final class LinkHistory implements Ss7Events {

    static final int MOST = 500;
    private static final String ASSOCIATION = "association";

    private final Ss7Events next;
    private final Deque<Change> changes = new ArrayDeque<>();

    /**
     * What has become of something.
     *
     * @param what an association, an application server, …
     * @param state as RFC 4666 names it; UP and DOWN of associations
     * @param cause why, in a few words
     */
    record Change(Instant at, String what, String name, String state, String cause) {}

    public LinkHistory(Ss7Events next) {
        this.next = next;
    }

    /** The newest first. */
    synchronized List<Change> changes() {
        return List.copyOf(changes);
    }

    private synchronized void add(String what, String name, String state, String cause) {
        if (changes.size() >= MOST) {
            changes.removeLast();
        }
        changes.addFirst(new Change(Instant.now(), what, name, state, cause));
    }

    @Override
    public void up(String association, String peer) {
        add(ASSOCIATION, association, "UP", "connected with " + peer);
        next.up(association, peer);
    }

    @Override
    public void down(String association, String reason) {
        add(ASSOCIATION, association, "DOWN", reason);
        next.down(association, reason);
    }

    @Override
    public void refused(String association, String reason) {
        next.refused(association, reason);
    }

    @Override
    public void messageRefused(String reason) {
        next.messageRefused(reason);
    }

    @Override
    public void messageRefused(String peer, String reason) {
        next.messageRefused(peer, reason);
    }

    @Override
    public void dataRefused(
            String association, int originatingPointCode, int destinationPointCode, String reason, boolean first) {
        next.dataRefused(association, originatingPointCode, destinationPointCode, reason, first);
    }

    @Override
    public void stateChanged(String what, String name, String state, String cause) {
        add(what, name, state, cause);
        next.stateChanged(what, name, state, cause);
    }

    @Override
    public void remark(String name, String what) {
        next.remark(name, what);
    }
}
