// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hub's numbers: found by MSISDN for SRI-SM and by IMSI for mt-ForwardSM (TS 29.002 clause 12). Immutable and
 * thread-safe. The cost of a look-up hardly depends on how many ranges there are, and it builds nothing but its result.
 */
public final class NumberPlan {

    private final List<NumberRange> ranges;
    private final SortedIntervals numbers;
    private final SortedIntervals imsis;

    private NumberPlan(List<NumberRange> ranges, SortedIntervals numbers, SortedIntervals imsis) {
        this.ranges = ranges;
        this.numbers = numbers;
        this.imsis = imsis;
    }

    /** @throws OverlappingRangesException when two ranges overlap in numbers or in IMSIs; it names both */
    public static NumberPlan of(List<NumberRange> ranges) {
        List<NumberRange> copy = List.copyOf(ranges);
        SortedIntervals numbers =
                new SortedIntervals(copy, range -> DigitKey.of(range.from()), range -> DigitKey.of(range.firstImsi()));
        SortedIntervals imsis =
                new SortedIntervals(copy, range -> DigitKey.of(range.firstImsi()), range -> DigitKey.of(range.from()));
        List<Overlap> overlaps = new ArrayList<>(numbers.overlaps(Overlap.Kind.NUMBERS));
        overlaps.addAll(imsis.overlaps(Overlap.Kind.IMSIS));
        if (!overlaps.isEmpty()) {
            throw new OverlappingRangesException(copy, overlaps);
        }
        return new NumberPlan(copy, numbers, imsis);
    }

    /** @param msisdn E.164 digits without plus */
    public Optional<Vmn> byMsisdn(String msisdn) {
        long key = DigitKey.of(msisdn);
        int place = numbers.find(key);
        return place < 0
                ? Optional.empty()
                : Optional.of(
                        new Vmn(msisdn, DigitKey.text(numbers.counterpart(place, key)), numbers.application(place)));
    }

    /** @param imsi digits */
    public Optional<Vmn> byImsi(String imsi) {
        long key = DigitKey.of(imsi);
        int place = imsis.find(key);
        return place < 0
                ? Optional.empty()
                : Optional.of(new Vmn(DigitKey.text(imsis.counterpart(place, key)), imsi, imsis.application(place)));
    }

    /**
     * The range that a number is in.
     *
     * @param msisdn E.164 digits without plus
     */
    public Optional<NumberRange> rangeOf(String msisdn) {
        int place = numbers.find(DigitKey.of(msisdn));
        return place < 0 ? Optional.empty() : Optional.of(ranges.get(numbers.origin(place)));
    }

    /** The ranges in the order in which they were given. */
    public List<NumberRange> ranges() {
        return ranges;
    }
}
