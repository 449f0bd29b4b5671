// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How often an application may ask: evenly so many times a second, with a second's worth at once. Thread-safe. */
public final class RequestRates {

    private static final long SECOND = 1_000_000_000L;

    /**
     * For each application when its next request would be due at an even pace; one entry an application, so bounded.
     */
    private final Map<String, AtomicLong> due = new ConcurrentHashMap<>();

    /** Whether an application may ask now. */
    public boolean take(String application, int requestsPerSecond) {
        long now = System.nanoTime();
        AtomicLong next = due.computeIfAbsent(application, name -> new AtomicLong(now));
        long interval = SECOND / requestsPerSecond;
        while (true) {
            long seen = next.get();
            long from = seen - now < 0 ? now : seen;
            if (from - now > SECOND - interval) {
                return false;
            }
            if (next.compareAndSet(seen, from + interval)) {
                return true;
            }
        }
    }
}
