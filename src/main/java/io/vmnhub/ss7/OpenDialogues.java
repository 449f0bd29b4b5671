// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the dialogues that peers have opened with the hub, and limits them. Thread-safe. */
final class OpenDialogues {

    private final int most;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean draining;

    /** @param most dialogues at a time */
    OpenDialogues(int most) {
        this.most = most;
    }

    /** Takes no dialogue any more. */
    void drain() {
        draining = true;
    }

    /**
     * Counts a dialogue.
     *
     * @return false when the hub takes none now, for the reason of {@link #refusal}
     */
    boolean open() {
        if (draining || open.get() >= most) {
            return false;
        }
        open.incrementAndGet();
        return true;
    }

    String refusal() {
        return draining ? "the hub is stopping" : most + " are open already";
    }

    /** A dialogue has ended. */
    void closed() {
        open.decrementAndGet();
    }

    /** An invoke waits for the hub's answer. */
    void invoked() {
        unanswered.incrementAndGet();
    }

    /** So many invokes do not wait any more. */
    void settled(int invokes) {
        unanswered.addAndGet(-invokes);
    }

    /** How many there are. */
    int count() {
        return open.get();
    }

    /** How many invokes wait for the hub's answer. */
    int unanswered() {
        return unanswered.get();
    }
}
