// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

/** Counts what happened in the last minute, to ten seconds. Thread-safe. */
final class MinuteCount {

    private static final int SLOTS = 6;
    private static final long SLOT_MILLIS = 10_000;

    private final int[] counts = new int[SLOTS];
    private long newest;

    synchronized void add(long epochMillis) {
        move(epochMillis);
        counts[(int) (newest % SLOTS)]++;
    }

    synchronized int sum(long epochMillis) {
        move(epochMillis);
        int sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }

    private void move(long epochMillis) {
        long slot = epochMillis / SLOT_MILLIS;
        for (long next = Math.max(newest + 1, slot - SLOTS + 1); next <= slot; next++) {
            counts[(int) (next % SLOTS)] = 0;
        }
        newest = Math.max(newest, slot);
    }
}
