// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;

/**
 * The alerts that are due to one service centre, how fast they go, and how long it is left alone after failures. Used
 * by one thread.
 */
final class CentreAlerts {

    private static final int MOST_IN_FLIGHT = 100;
    private static final long FIRST_PAUSE_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MOST_DOUBLINGS = 7; // some ten minutes
    private static final double JITTER = 0.2;

    private final int perSecond;
    private final Set<String> due = new LinkedHashSet<>();
    private double allowance;
    private long lastRefill;
    private long pausedUntil;
    private int pauses;
    private int inFlight;

    CentreAlerts(int perSecond, long now) {
        this.perSecond = perSecond;
        this.allowance = perSecond;
        this.lastRefill = now;
        this.pausedUntil = now;
    }

    void add(String msisdn) {
        due.add(msisdn);
    }

    /** Forgets those for whose numbers nobody waits any more. */
    void retain(Predicate<String> waiting) {
        due.removeIf(waiting.negate());
    }

    /** The number that it is to be alerted of now. */
    Optional<String> next(long now) {
        allowance = Math.min(perSecond, allowance + perSecond * ((now - lastRefill) / 1e9));
        lastRefill = now;
        if (due.isEmpty() || allowance < 1 || inFlight >= MOST_IN_FLIGHT || now - pausedUntil < 0) {
            return Optional.empty();
        }
        allowance--;
        Iterator<String> first = due.iterator();
        String msisdn = first.next();
        first.remove();
        return Optional.of(msisdn);
    }

    void sent() {
        inFlight++;
    }

    void answered() {
        inFlight--;
        pauses = 0;
    }

    /** It is tried again after a pause, a longer one each time. */
    void failed(String msisdn, long now) {
        inFlight--;
        due.add(msisdn);
        if (now - pausedUntil >= 0) { // one pause for all alerts that were under way together
            double varied = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            pausedUntil = now + (long) (varied * (FIRST_PAUSE_NANOS << Math.min(pauses, MOST_DOUBLINGS)));
            pauses++;
        }
    }

    boolean isIdle() {
        return due.isEmpty() && inFlight == 0;
    }
}
