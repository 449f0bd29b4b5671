// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Takes an association out of service without losing what is under way (RFC 4666 clauses 4.3.4.2 and 4.3.4.4). Where
 * others lead to its point codes they carry the traffic at once, otherwise it waits for the open dialogues first; then
 * the peer is asked to send no more, what it had sent already is taken, the process goes down, and the association
 * closes. Each step waits for the peer for a limited time only.
 */
final class Withdrawal {

    private static final Duration POLL = Duration.ofMillis(20);
    /** How long a peer may take to acknowledge. */
    private static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(2);
    /** How long a message may take that was about to be sent when the routes changed. */
    private static final Duration CHANGEOVER = Duration.ofMillis(100);
    /** How long messages may still come that were on their way. */
    private static final Duration LINGER = Duration.ofMillis(300);

    private final Timers timers;
    private final Peer peer;
    private final String cause;
    private final Runnable close;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private boolean cancelled;

    Withdrawal(Timers timers, Peer peer, String cause, Runnable close) {
        this.timers = timers;
        this.peer = peer;
        this.cause = cause;
        this.close = close;
    }

    /** Begins, where other associations take the traffic: the peer hears of it when nothing is sent to it any more. */
    CompletableFuture<Void> besideOthers() {
        peer.withdraw(cause);
        await(() -> !peer.isConnected(), CHANGEOVER, this::deactivate);
        return closed;
    }

    /**
     * Begins, where no other association leads to the same point codes.
     *
     * @param patience how long to wait for {@code idle}
     * @param idle whether no dialogue needs the association
     */
    CompletableFuture<Void> alone(Duration patience, BooleanSupplier idle) {
        await(idle, patience, () -> {
            peer.withdraw(cause);
            deactivate();
        });
        return closed;
    }

    boolean isOf(Peer other) {
        return peer == other;
    }

    /** Completed when the association has closed. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** The association stays, or comes back, after all. */
    void cancel() {
        cancelled = true;
        closed.completeAsync(() -> null);
    }

    private void deactivate() {
        peer.deactivate();
        await(peer::isInactive, ACKNOWLEDGEMENT, () -> await(() -> !peer.isConnected(), LINGER, this::takeDown));
    }

    private void takeDown() {
        peer.takeDown(cause);
        await(peer::isDown, ACKNOWLEDGEMENT, () -> {
            close.run();
            closed.completeAsync(() -> null);
        });
    }

    private void await(BooleanSupplier condition, Duration left, Runnable next) {
        if (cancelled) {
            return;
        }
        if (condition.getAsBoolean() || left.isNegative() || left.isZero()) {
            next.run();
        } else {
            timers.after(POLL, () -> await(condition, left.minus(POLL), next));
        }
    }
}
