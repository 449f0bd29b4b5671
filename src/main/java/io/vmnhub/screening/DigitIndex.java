// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the most specific pattern that means a number: itself, else the range that holds it, else its longest prefix.
 * The cost of a look-up does not depend on how many patterns there are. Immutable and thread-safe.
 *
 * @param <V> what a pattern leads to
 */
final class DigitIndex<V> {

    private static final int MOST = DigitPattern.MOST_DIGITS;

    private final Object[] values;
    private final LongMap exact;
    private final LongMap prefixes;
    /** Which lengths prefixes have, a bit each. */
    private final int prefixLengths;

    private final Map<Integer, Ranges> ranges = new HashMap<>();

    private record Ranges(long[] first, long[] last, int[] index) {}

    /** @throws IllegalArgumentException when two ranges overlap */
    DigitIndex(Map<DigitPattern, V> patterns) {
        values = new Object[patterns.size()];
        Map<Long, Integer> exactKeys = new HashMap<>();
        Map<Long, Integer> prefixKeys = new HashMap<>();
        Map<Integer, List<Map.Entry<DigitPattern, Integer>>> byLength = new HashMap<>();
        int lengths = 0;
        int next = 0;
        for (Map.Entry<DigitPattern, V> entry : patterns.entrySet()) {
            DigitPattern pattern = entry.getKey();
            values[next] = entry.getValue();
            switch (pattern.kind()) {
                case EXACT -> exactKeys.put(key(pattern.from(), pattern.from().length()), next);
                case PREFIX -> {
                    prefixKeys.put(key(pattern.from(), pattern.from().length()), next);
                    lengths |= 1 << pattern.from().length();
                }
                case RANGE ->
                    byLength.computeIfAbsent(pattern.from().length(), length -> new ArrayList<>())
                            .add(Map.entry(pattern, next));
            }
            next++;
        }
        exact = new LongMap(exactKeys);
        prefixes = new LongMap(prefixKeys);
        prefixLengths = lengths;
        byLength.forEach((length, list) -> ranges.put(length, ranges(list)));
    }

    /** An index of patterns that lead to themselves. */
    static DigitIndex<DigitPattern> of(List<DigitPattern> patterns) {
        Map<DigitPattern, DigitPattern> entries = new LinkedHashMap<>();
        patterns.forEach(pattern -> entries.put(pattern, pattern));
        return new DigitIndex<>(entries);
    }

    private static Ranges ranges(List<Map.Entry<DigitPattern, Integer>> list) {
        list.sort(Comparator.comparing(entry -> entry.getKey().from()));
        long[] first = new long[list.size()];
        long[] last = new long[list.size()];
        int[] index = new int[list.size()];
        for (int i = 0; i < first.length; i++) {
            DigitPattern range = list.get(i).getKey();
            first[i] = key(range.from(), range.from().length());
            last[i] = key(range.to(), range.to().length());
            index[i] = list.get(i).getValue();
            if (i > 0 && first[i] <= last[i - 1]) {
                throw new IllegalArgumentException(
                        "the ranges " + list.get(i - 1).getKey() + " and " + range + " overlap");
            }
        }
        return new Ranges(first, last, index);
    }

    /**
     * The most specific value that counts.
     *
     * @param counts whether a value counts; one that does not gives way to the next less specific
     */
    @SuppressWarnings("unchecked")
    Optional<V> find(String digits, Predicate<? super V> counts) {
        int length = digitsOf(digits);
        if (length == digits.length() && length > 0 && length <= MOST) {
            long key = key(digits, length);
            int found = exact.get(key);
            if (found != LongMap.NONE && counts.test((V) values[found])) {
                return Optional.of((V) values[found]);
            }
            found = range(length, key);
            if (found != LongMap.NONE && counts.test((V) values[found])) {
                return Optional.of((V) values[found]);
            }
        }
        for (int lengths = prefixLengths & (1 << Math.min(length, MOST) + 1) - 1; lengths != 0; ) {
            int longest = 31 - Integer.numberOfLeadingZeros(lengths);
            int found = prefixes.get(key(digits, longest));
            if (found != LongMap.NONE && counts.test((V) values[found])) {
                return Optional.of((V) values[found]);
            }
            lengths &= ~(1 << longest);
        }
        return Optional.empty();
    }

    boolean contains(String digits) {
        return find(digits, value -> true).isPresent();
    }

    private int range(int length, long key) {
        Ranges candidates = ranges.get(length);
        if (candidates == null) {
            return LongMap.NONE;
        }
        int place = Arrays.binarySearch(candidates.first(), key);
        place = place >= 0 ? place : -place - 2;
        return place >= 0 && key <= candidates.last()[place] ? candidates.index()[place] : LongMap.NONE;
    }

    /** How many decimal digits it begins with. */
    private static int digitsOf(String text) {
        int length = 0;
        while (length < text.length() && text.charAt(length) >= '0' && text.charAt(length) <= '9') {
            length++;
        }
        return length;
    }

    /** The digits behind a one, so that leading zeros and the length count: below 2 * 10^18. */
    private static long key(String digits, int length) {
        long key = 1;
        for (int i = 0; i < length; i++) {
            key = key * 10 + digits.charAt(i) - '0';
        }
        return key;
    }
}
