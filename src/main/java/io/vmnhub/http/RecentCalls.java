// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import java.util.Arrays;

/**
 * How the calls of the last {@value #SECONDS} seconds ended, and how many failed one after the other. Not thread-safe.
 */
final class RecentCalls {

    static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final long[] calls = new long[SECONDS];
    private final long[] failures = new long[SECONDS];
    private long second = Long.MIN_VALUE;
    private long first = Long.MIN_VALUE;
    private long inARow;

    void add(boolean failed, long nanoTime) {
        moveTo(nanoTime);
        int slot = slot(second);
        calls[slot]++;
        if (failed) {
            failures[slot]++;
            inARow++;
        } else {
            inARow = 0;
        }
    }

    private void moveTo(long nanoTime) {
        long now = Math.floorDiv(nanoTime, SECOND);
        first = first == Long.MIN_VALUE ? now : first;
        for (long passed = Math.max(second + 1, now - SECONDS + 1); passed <= now; passed++) {
            calls[slot(passed)] = 0;
            failures[slot(passed)] = 0;
        }
        second = Math.max(second, now);
    }

    private static int slot(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }

    long calls() {
        return sum(calls);
    }

    long failures() {
        return sum(failures);
    }

    /** How many of the last calls failed since one succeeded, however long ago that was. */
    long failuresInARow() {
        return inARow;
    }

    /** At their pace, or so many as there were when that is less than a second's worth. */
    long perSecond() {
        return calls() / Math.min(SECONDS, Math.max(1, second - first));
    }

    void clear() {
        second = Long.MIN_VALUE;
        first = Long.MIN_VALUE;
        inARow = 0;
        Arrays.fill(calls, 0);
        Arrays.fill(failures, 0);
    }

    private static long sum(long[] slots) {
        long sum = 0;
        for (long one : slots) {
            sum += one;
        }
        return sum;
    }
}
