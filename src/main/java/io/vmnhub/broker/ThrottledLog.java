// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/** Warnings about what strangers do: one line a second, which says how many were left out. Thread-safe. */
final class ThrottledLog {

    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong leftOut = new AtomicLong();

    ThrottledLog(Logger log) {
        this.log = log;
    }

    void warn(String line) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due < 0 || !next.compareAndSet(due, now + PAUSE)) {
            leftOut.incrementAndGet();
            return;
        }
        long count = leftOut.getAndSet(0);
        log.warn(count == 0 ? line : line + " (and " + count + " like it that were not logged)");
    }
}
