// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Ranges and imported numbers, found by MSISDN and by IMSI. Immutable and thread-safe; a single number takes some 70
 * octets.
 */
final class NumberTable {

    private final List<NumberRange> ranges;
    private final List<NumberPlan.Imported> imports;
    private final SortedIntervals numbers;
    private final SortedIntervals imsis;
    private final NumberSettings[] settings;
    private final int[] settingsOf;

    /** @throws OverlappingRangesException when two entries overlap in numbers or in IMSIs */
    NumberTable(List<NumberRange> ranges, List<NumberImport> files) {
        this.ranges = List.copyOf(ranges);
        this.imports = files.stream()
                .map(file -> new NumberPlan.Imported(file.source(), file.size()))
                .toList();
        int count = ranges.size() + files.stream().mapToInt(NumberImport::size).sum();
        long[] firstNumbers = new long[count];
        long[] firstImsis = new long[count];
        long[] sizes = new long[count];
        settingsOf = new int[count];
        Map<NumberSettings, Integer> places = new HashMap<>();
        List<NumberSettings> distinct = new ArrayList<>();
        int next = 0;
        for (NumberRange range : ranges) {
            firstNumbers[next] = DigitKey.of(range.from());
            firstImsis[next] = DigitKey.of(range.firstImsi());
            sizes[next] = range.size();
            settingsOf[next++] = place(range.settings(), places, distinct);
        }
        for (NumberImport file : files) {
            int[] translated = file.settings().stream()
                    .mapToInt(one -> place(one, places, distinct))
                    .toArray();
            for (int row = 0; row < file.size(); row++) {
                firstNumbers[next] = file.number(row);
                firstImsis[next] = file.imsi(row);
                sizes[next] = 1;
                settingsOf[next++] = translated[file.settingsOf(row)];
            }
        }
        settings = distinct.toArray(NumberSettings[]::new);
        numbers = new SortedIntervals(firstNumbers, sizes, firstImsis);
        imsis = new SortedIntervals(firstImsis, sizes, firstNumbers);
        List<Overlap> overlaps = new ArrayList<>(numbers.overlaps(Overlap.Kind.NUMBERS));
        overlaps.addAll(imsis.overlaps(Overlap.Kind.IMSIS));
        if (!overlaps.isEmpty()) {
            throw new OverlappingRangesException(this.ranges, files, overlaps);
        }
    }

    private static int place(NumberSettings one, Map<NumberSettings, Integer> places, List<NumberSettings> distinct) {
        return places.computeIfAbsent(one, added -> {
            distinct.add(added);
            return distinct.size() - 1;
        });
    }

    Optional<Vmn> byMsisdn(String msisdn) {
        long key = DigitKey.of(msisdn);
        int place = numbers.find(key);
        return place < 0
                ? Optional.empty()
                : Optional.of(new Vmn(
                        msisdn, DigitKey.text(numbers.counterpart(place, key)), settingsAt(numbers.origin(place))));
    }

    Optional<Vmn> byImsi(String imsi) {
        long key = DigitKey.of(imsi);
        int place = imsis.find(key);
        return place < 0
                ? Optional.empty()
                : Optional.of(
                        new Vmn(DigitKey.text(imsis.counterpart(place, key)), imsi, settingsAt(imsis.origin(place))));
    }

    private NumberSettings settingsAt(int origin) {
        return settings[settingsOf[origin]];
    }

    Optional<NumberRange> rangeOf(String msisdn) {
        int place = numbers.find(DigitKey.of(msisdn));
        if (place < 0) {
            return Optional.empty();
        }
        int origin = numbers.origin(place);
        return origin < ranges.size()
                ? Optional.of(ranges.get(origin))
                : byMsisdn(msisdn).map(vmn -> new NumberRange(msisdn, msisdn, vmn.imsi(), vmn.settings()));
    }

    List<NumberRange> ranges() {
        return ranges;
    }

    List<NumberPlan.Imported> imports() {
        return imports;
    }

    Set<String> applications() {
        Set<String> names = new TreeSet<>();
        for (NumberSettings one : settings) {
            names.add(one.application());
        }
        return names;
    }

    boolean hasCorrelation() {
        return Arrays.stream(settings).anyMatch(NumberSettings::correlation);
    }

    long size() {
        return ranges.stream().mapToLong(NumberRange::size).sum()
                + imports.stream().mapToLong(NumberPlan.Imported::size).sum();
    }
}
