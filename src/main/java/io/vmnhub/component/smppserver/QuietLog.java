// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;

/**
 * Writes at most one line a second, and with it how many it has not written: no stranger can fill the disk.
 * Thread-safe.
 */
final class QuietLog {

    private static final long INTERVAL_NANOS = 1_000_000_000L;

    private final Logger log;
    private final AtomicLong nextLine = new AtomicLong(System.nanoTime());
    private final AtomicLong silent = new AtomicLong();

    QuietLog(Logger log) {
        this.log = log;
    }

    void warn(String text) {
        long now = System.nanoTime();
        long next = nextLine.get();
        if (now - next < 0 || !nextLine.compareAndSet(next, now + INTERVAL_NANOS)) {
            silent.incrementAndGet();
            return;
        }
        long others = silent.getAndSet(0);
        log.warn("{}{}", text, others == 0 ? "" : " (" + others + " more like this since the last line)");
    }

    /** What a stranger sent, without what could forge a line. */
    static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }
}
