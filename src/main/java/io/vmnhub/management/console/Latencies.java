// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A histogram of times of small, fixed size: each bucket ends a fifth above the one before it, up to a minute and more.
 * Thread-safe.
 */
final class Latencies {

    private static final int BUCKETS = 64;
    private static final double PER_E_FOLD = 5.5;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void record(long millis) {
        int bucket = (int) Math.round(Math.log(Math.max(0, millis) + 1.0) * PER_E_FOLD);
        counts.incrementAndGet(Math.min(BUCKETS - 1, bucket));
    }

    /** All counts as they are. */
    long[] counts() {
        long[] copy = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            copy[i] = counts.get(i);
        }
        return copy;
    }

    /**
     * The time within which a share of those lies that came between two moments.
     *
     * @param share 0.99 for the 99th percentile
     * @return milliseconds; 0 when there were none
     */
    static double percentile(long[] before, long[] after, double share) {
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += after[i] - before[i];
        }
        long wanted = (long) Math.ceil(all * share);
        long seen = 0;
        for (int i = 0; i < BUCKETS && wanted > 0; i++) {
            seen += after[i] - before[i];
            if (seen >= wanted) {
                return Math.exp(i / PER_E_FOLD) - 1;
            }
        }
        return 0;
    }

    /** Since the start. */
    double percentile(double share) {
        return percentile(new long[BUCKETS], counts(), share);
    }
}
