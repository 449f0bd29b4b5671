// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Arrays;
import java.util.Map;

/**
 * An immutable map from positive longs to indices, open addressing: a look-up touches one or two cache lines and makes
 * no object.
 */
final class LongMap {

    static final int NONE = -1;

    private final long[] keys;
    private final int[] values;
    private final int mask;

    LongMap(Map<Long, Integer> entries) {
        int size = Integer.highestOneBit(Math.max(4, entries.size() * 2)) << 1;
        keys = new long[size];
        values = new int[size];
        mask = size - 1;
        Arrays.fill(keys, NONE);
        entries.forEach((key, value) -> {
            int slot = slot(key);
            while (keys[slot] != NONE) {
                slot = slot + 1 & mask;
            }
            keys[slot] = key;
            values[slot] = value;
        });
    }

    /** {@link #NONE} when it is not there. */
    int get(long key) {
        for (int slot = slot(key); keys[slot] != NONE; slot = slot + 1 & mask) {
            if (keys[slot] == key) {
                return values[slot];
            }
        }
        return NONE;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & mask;
    }
}
