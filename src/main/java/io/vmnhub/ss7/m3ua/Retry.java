// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.time.Duration;

/**
 * Repeats a request until it is answered: T(ack) of RFC 4666 clause 4.3.4 with back-off. The delay begins at 2 s,
 * doubles with each repetition up to 30 s, and begins anew when what was reached has lasted for 10 s, or with the
 * answer where that is all that was wanted.
 */
final class Retry {

    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofSeconds(30);
    static final Duration STABLE = Duration.ofSeconds(10);

    private final Timers timers;
    private final Runnable request;
    private Duration delay = FIRST;
    private long answeredAt;
    private boolean answered;
    private Timers.Timer timer;

    Retry(Timers timers, Runnable request) {
        this.timers = timers;
        this.request = request;
    }

    /** Sends the request now, and again until it is answered. */
    void now() {
        settle();
        stop();
        answered = false;
        later();
        request.run();
    }

    /** What was reached is lost: sends the request now when it had lasted, otherwise after the delay. */
    void again() {
        if (pending()) {
            return;
        }
        if (!answered || timers.nanoTime() - answeredAt >= STABLE.toNanos()) {
            now();
        } else {
            later();
        }
    }

    private void later() {
        timer = timers.after(delay, this::now);
        delay = delay.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : delay.multipliedBy(2);
    }

    private void settle() {
        if (answered && timers.nanoTime() - answeredAt >= STABLE.toNanos()) {
            delay = FIRST;
        }
    }

    void answered() {
        stop();
        if (!answered) {
            answered = true;
            answeredAt = timers.nanoTime();
        }
    }

    /** The answer is all that was wanted: should that be lost, the next request waits for the shortest delay. */
    void reached() {
        answered();
        delay = FIRST;
    }

    /** Whether an answer or the next repetition is awaited. */
    boolean pending() {
        return timer != null;
    }

    void stop() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    /** A new association: everything begins anew. */
    void reset() {
        stop();
        delay = FIRST;
        answered = false;
    }
}
