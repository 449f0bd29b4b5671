// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Lets a query through now and then for an application that is away: should it be back without the hub having heard of
 * it, the message that follows finds out. Thread-safe; it holds one entry for each application.
 */
public final class AbsenceProbes {

    private final LongSupplier nanoTime;
    private final ConcurrentMap<String, Long> last = new ConcurrentHashMap<>();
    private final LongAdder absent = new LongAdder();
    private final LongAdder probes = new LongAdder();

    /** @param nanoTime the clock, as {@link System#nanoTime} */
    public AbsenceProbes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Whether this query is to be answered as if the application could receive: one in each {@code every}, and not the
     * first.
     */
    public boolean isProbe(String application, Duration every) {
        long now = nanoTime.getAsLong();
        boolean[] due = {false};
        last.compute(application, (name, before) -> {
            due[0] = before != null && now - before >= every.toNanos();
            return before == null || due[0] ? Long.valueOf(now) : before;
        });
        (due[0] ? probes : absent).increment();
        return due[0];
    }

    /** The application is not away any more. */
    public void back(String application) {
        if (!last.isEmpty()) {
            last.remove(application);
        }
    }

    /** How many queries were answered with absentSubscriberSM because of their application. */
    public long absent() {
        return absent.sum();
    }

    /** How many were let through. */
    public long probes() {
        return probes.sum();
    }
}
