package io.vmnhub.numbering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Intervals of keys in order, searched in halves; {@link #origin} leads back to the place an interval had in the list it came from. */
final class SortedIntervals {

    private final long[] firsts;
    private final long[] lasts;
    private final int[] origins;

    SortedIntervals(int count, IntToLongFunction first, IntToLongFunction last) {
        origins = IntStream.range(0, count).boxed()
                .sorted(Comparator.comparingLong(first::applyAsLong)).mapToInt(Integer::intValue).toArray();
        firsts = Arrays.stream(origins).mapToLong(first).toArray();
        lasts = Arrays.stream(origins).mapToLong(last).toArray();
    }

    /** The place of the interval that holds the key, or a negative number. */
    int find(long key) {
        int found = Arrays.binarySearch(firsts, key);
        int place = found >= 0 ? found : -found - 2;
        return place >= 0 && key <= lasts[place] ? place : -1;
    }

    long first(int place) {
        return firsts[place];
    }

    int origin(int place) {
        return origins[place];
    }

    /** Every interval that begins within an earlier one, with that one. */
    List<Overlap> overlaps(Overlap.Kind kind) {
        List<Overlap> overlaps = new ArrayList<>();
        int reaching = 0;
        for (int place = 1; place < firsts.length; place++) {
            if (firsts[place] <= lasts[reaching]) {
                overlaps.add(new Overlap(kind, Math.min(origins[reaching], origins[place]), Math.max(origins[reaching], origins[place])));
            }
            if (lasts[place] > lasts[reaching]) {
                reaching = place;
            }
        }
        return overlaps;
    }
}
