// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Single numbers that were read from a file, each with an IMSI of its own. It is filled, then given to
 * {@link NumberPlan#of(List, List)}, which keeps its counts and not its content. Not thread-safe.
 */
public final class NumberImport {

    private static final int FIRST_ROOM = 1_024;

    private final String source;
    private final List<NumberSettings> settings = new ArrayList<>();
    private final Map<NumberSettings, Integer> places = new HashMap<>();
    private long[] numbers = new long[FIRST_ROOM];
    private long[] imsis = new long[FIRST_ROOM];
    private int[] settingsOf = new int[FIRST_ROOM];
    private int[] lines = new int[FIRST_ROOM];
    private int size;

    /** @param source the file, for messages */
    public NumberImport(String source) {
        this.source = source;
    }

    /**
     * Adds a number.
     *
     * @param msisdn E.164 digits without plus, 3 to 15
     * @param imsi 6 to 15 digits
     * @param line where it stands, from 1
     * @throws IllegalArgumentException names the field that is wrong
     */
    public void add(CharSequence msisdn, CharSequence imsi, NumberSettings of, int line) {
        long number = key("msisdn", msisdn, 3);
        long identity = key("imsi", imsi, 6);
        if (size == numbers.length) {
            int room = size + (size >> 1);
            numbers = Arrays.copyOf(numbers, room);
            imsis = Arrays.copyOf(imsis, room);
            settingsOf = Arrays.copyOf(settingsOf, room);
            lines = Arrays.copyOf(lines, room);
        }
        numbers[size] = number;
        imsis[size] = identity;
        settingsOf[size] = places.computeIfAbsent(of, added -> {
            settings.add(added);
            return settings.size() - 1;
        });
        lines[size] = line;
        size++;
    }

    private static long key(String field, CharSequence digits, int least) {
        long key = DigitKey.of(digits);
        if (key == DigitKey.NONE || digits.length() < least) {
            throw new IllegalArgumentException(field + " '" + digits + "' is not " + least + " to 15 digits");
        }
        return key;
    }

    public String source() {
        return source;
    }

    public int size() {
        return size;
    }

    /** What its numbers have; each once. */
    List<NumberSettings> settings() {
        return settings;
    }

    long number(int row) {
        return numbers[row];
    }

    long imsi(int row) {
        return imsis[row];
    }

    int settingsOf(int row) {
        return settingsOf[row];
    }

    /** The line of a row, from 1. */
    public int line(int row) {
        return lines[row];
    }
}
