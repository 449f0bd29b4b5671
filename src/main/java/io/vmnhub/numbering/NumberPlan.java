package io.vmnhub.numbering;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hub's numbers: found by MSISDN for SRI-SM and by IMSI for mt-ForwardSM (TS 29.002 clause 12). Immutable and thread-safe. A look-up
 * halves a sorted array of longs, so its cost hardly depends on how many ranges there are, and builds nothing but its result.
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
        SortedIntervals numbers = new SortedIntervals(copy.size(),
                i -> DigitKey.of(copy.get(i).from()), i -> DigitKey.of(copy.get(i).to()));
        SortedIntervals imsis = new SortedIntervals(copy.size(),
                i -> DigitKey.of(copy.get(i).firstImsi()), i -> DigitKey.of(copy.get(i).firstImsi()) + copy.get(i).size() - 1);
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
        if (place < 0) {
            return Optional.empty();
        }
        NumberRange range = ranges.get(numbers.origin(place));
        String imsi = DigitKey.text(DigitKey.of(range.firstImsi()) + key - numbers.first(place));
        return Optional.of(new Vmn(msisdn, imsi, range.application()));
    }

    /** @param imsi digits */
    public Optional<Vmn> byImsi(String imsi) {
        long key = DigitKey.of(imsi);
        int place = imsis.find(key);
        if (place < 0) {
            return Optional.empty();
        }
        NumberRange range = ranges.get(imsis.origin(place));
        String msisdn = DigitKey.text(DigitKey.of(range.from()) + key - imsis.first(place));
        return Optional.of(new Vmn(msisdn, imsi, range.application()));
    }

    /** The ranges in the order in which they were given. */
    public List<NumberRange> ranges() {
        return ranges;
    }
}
