// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One receiver: a URL and who the hub is to it. Its circuit is shared by all routes that post there with the same
 * settings. Thread-safe.
 */
final class Destination {

    private final String id;
    private final String place;
    private final Circuit circuit;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Consumer<Instant> whenGone;
    private volatile Instant goneSince;

    /**
     * @param id the same after a restart
     * @param place the URL as it may be shown
     * @param whenGone keeps in mind, for after a restart, that the receiver has gone; may block
     */
    Destination(String id, String place, Circuit circuit, Consumer<Instant> whenGone) {
        this.id = id;
        this.place = place;
        this.circuit = circuit;
        this.whenGone = whenGone;
    }

    String id() {
        return id;
    }

    String place() {
        return place;
    }

    Circuit circuit() {
        return circuit;
    }

    AtomicInteger inFlight() {
        return inFlight;
    }

    /**
     * The receiver has answered 410, now or before a restart: it is not to be called any more.
     *
     * @return whether that is new
     */
    synchronized boolean gone(Instant since) {
        if (goneSince != null) {
            return false;
        }
        goneSince = since;
        circuit.disable();
        return true;
    }

    /** Keeps {@link #gone} in mind; may block. */
    void remember() {
        Instant since = goneSince;
        if (since != null) {
            whenGone.accept(since);
        }
    }

    synchronized void enable() {
        goneSince = null;
        circuit.enable();
    }

    /** Since when the receiver is disabled; null when it is not. */
    Instant goneSince() {
        return goneSince;
    }
}
