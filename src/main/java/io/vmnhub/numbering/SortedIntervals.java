// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Intervals of keys in order, each with the key that its first one is translated to. As many evenly wide buckets as
 * there are intervals lead next to the place of a key, and halving does the rest, so a look-up touches a few cache
 * lines however many intervals there are.
 */
final class SortedIntervals {

    /** One interval's first key, last key and counterpart stand side by side, to be in one cache line. */
    private static final int CELLS = 3;

    /** More overlaps than these are not listed: a file that is wrong everywhere need not be told in full. */
    private static final int MOST_OVERLAPS = 1_000;

    private final long[] cells;
    private final int[] origins;
    private final Buckets[] byLength = new Buckets[DigitKey.MOST_DIGITS + 1];

    /**
     * The arrays are not kept.
     *
     * @param firsts the first key of each interval
     * @param sizes how many keys each has
     * @param counterparts what the first key of each is translated to
     */
    SortedIntervals(long[] firsts, long[] sizes, long[] counterparts) {
        int count = firsts.length;
        origins = order(firsts);
        cells = new long[CELLS * count];
        for (int place = 0; place < count; place++) {
            int origin = origins[place];
            cells[CELLS * place] = firsts[origin];
            cells[CELLS * place + 1] = firsts[origin] + sizes[origin] - 1;
            cells[CELLS * place + 2] = counterparts[origin];
        }
        for (int begin = 0, end; begin < count; begin = end) {
            int length = DigitKey.length(first(begin));
            for (end = begin + 1; end < count && DigitKey.length(first(end)) == length; ) {
                end++;
            }
            byLength[length] = buckets(begin, end);
        }
    }

    /** The indexes of the keys in the keys' order; of equal keys the first comes first. */
    private static int[] order(long[] keys) {
        int[] order = new int[keys.length];
        boolean inOrder = true;
        for (int i = 0; i < keys.length; i++) {
            order[i] = i;
            inOrder = inOrder && (i == 0 || keys[i - 1] <= keys[i]);
        }
        if (inOrder) {
            return order;
        }
        long[] sorted = keys.clone();
        Arrays.sort(sorted);
        int[] taken = new int[keys.length];
        for (int i = 0; i < keys.length; i++) {
            int place = firstPlace(sorted, keys[i]);
            order[place + taken[place]++] = i;
        }
        return order;
    }

    private static int firstPlace(long[] sorted, long key) {
        int low = 0;
        int high = sorted.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The place of the interval that holds the key, or a negative number. */
    int find(long key) {
        Buckets buckets = key == DigitKey.NONE ? null : byLength[DigitKey.length(key)];
        if (buckets == null || key < buckets.least()) {
            return -1;
        }
        int bucket = (int) Math.min((key - buckets.least()) >>> buckets.shift(), buckets.begins().length - 2);
        int low = buckets.begins()[bucket];
        int high = buckets.begins()[bucket + 1];
        while (low < high) { // the first place behind the key
            int middle = (low + high) >>> 1;
            if (first(middle) <= key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return key <= last(low - 1) ? low - 1 : -1;
    }

    /** What a key in the interval at the place is translated to. */
    long counterpart(int place, long key) {
        return cells[CELLS * place + 2] + key - first(place);
    }

    /** The index, in the arrays that were given, of the interval at the place. */
    int origin(int place) {
        return origins[place];
    }

    /** Every interval that begins within an earlier one, with that one. */
    List<Overlap> overlaps(Overlap.Kind kind) {
        List<Overlap> overlaps = new ArrayList<>();
        int reaching = 0;
        for (int place = 1; place < origins.length && overlaps.size() < MOST_OVERLAPS; place++) {
            if (first(place) <= last(reaching)) {
                overlaps.add(new Overlap(
                        kind,
                        Math.min(origins[reaching], origins[place]),
                        Math.max(origins[reaching], origins[place])));
            }
            if (last(place) > last(reaching)) {
                reaching = place;
            }
        }
        return overlaps;
    }

    private long first(int place) {
        return cells[CELLS * place];
    }

    private long last(int place) {
        return cells[CELLS * place + 1];
    }

    private Buckets buckets(int begin, int end) {
        long least = first(begin);
        long span = first(end - 1) - least;
        int shift = 0;
        while (span >>> shift >= end - begin) {
            shift++;
        }
        int[] begins = new int[(int) (span >>> shift) + 2];
        int place = begin;
        for (int bucket = 0; bucket < begins.length; bucket++) {
            while (place < end && (first(place) - least) >>> shift < bucket) {
                place++;
            }
            begins[bucket] = place;
        }
        return new Buckets(least, shift, begins);
    }

    /**
     * The intervals of one length of digits.
     *
     * @param least the first key of the first interval
     * @param shift the width of a bucket is two to this power
     * @param begins the place of the first interval that begins in each bucket, and the end of all
     */
    private record Buckets(long least, int shift, int[] begins) {}
}
