// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long the messages of some applications have waited for their answers; of one size however many they are. */
final class Waits {

    private static final int MOST_MILLIS = 130_000;

    private final Map<String, AtomicLongArray> byApplication = Collections.synchronizedMap(new LinkedHashMap<>());
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong wrong = new AtomicLong();

    void sent(String application) {
        byApplication.computeIfAbsent(application, one -> new AtomicLongArray(MOST_MILLIS + 1));
        sent.incrementAndGet();
    }

    /** @param right whether the answer is the one that was to come */
    void answered(String application, Duration after, boolean right) {
        if (!right) {
            wrong.incrementAndGet();
        }
        byApplication.get(application).incrementAndGet((int) Math.min(MOST_MILLIS, after.toMillis()));
        answered.incrementAndGet();
    }

    long sent() {
        return sent.get();
    }

    long answered() {
        return answered.get();
    }

    long wrong() {
        return wrong.get();
    }

    /** What messages of an application usually wait, in milliseconds. */
    long median(String application) {
        return part(application, 0.5);
    }

    /** In milliseconds, that which a part of an application's messages has waited at most; 1 for all of them. */
    long part(String application, double part) {
        AtomicLongArray waits = byApplication.get(application);
        long[] counts = new long[waits.length()];
        Arrays.setAll(counts, waits::get);
        long wanted = (long) Math.ceil(Arrays.stream(counts).sum() * part);
        long seen = 0;
        for (int millis = 0; millis < counts.length; millis++) {
            seen += counts[millis];
            if (seen >= wanted && seen > 0) {
                return millis;
            }
        }
        return 0;
    }

    /**
     * By how much the part that has waited longest of any application has waited longer than is usual for it.
     *
     * @param before waits of another time; the lower of the two medians is what is usual
     */
    long extra(Waits before, double part) {
        return byApplication.keySet().stream()
                .mapToLong(application ->
                        part(application, part) - Math.min(median(application), before.median(application)))
                .max()
                .orElse(0);
    }
}
