// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.List;

/** A list of ranges in which some overlap; {@link #overlaps()} has all of them. */
public final class OverlappingRangesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Overlap> overlaps;

    OverlappingRangesException(List<NumberRange> ranges, List<NumberImport> imports, List<Overlap> overlaps) {
        super(sentence(ranges, imports, overlaps.get(0)));
        this.overlaps = List.copyOf(overlaps);
    }

    public List<Overlap> overlaps() {
        return overlaps;
    }

    private static String sentence(List<NumberRange> ranges, List<NumberImport> imports, Overlap overlap) {
        boolean numbers = overlap.kind() == Overlap.Kind.NUMBERS;
        return (numbers ? "the numbers " : "the IMSIs ") + claimed(ranges, imports, overlap.first(), numbers) + " and "
                + claimed(ranges, imports, overlap.second(), numbers) + " overlap";
    }

    private static String claimed(List<NumberRange> ranges, List<NumberImport> imports, int index, boolean numbers) {
        if (index >= ranges.size()) {
            return place(ranges, imports, index);
        }
        NumberRange range = ranges.get(index);
        return numbers
                ? range.from() + " to " + range.to()
                : range.firstImsi() + " to " + range.lastImsi() + " (of " + range.from() + ")";
    }

    /** {@code numbers/acme.csv:17} of the imported number whose index in an overlap is {@code index}. */
    private static String place(List<NumberRange> ranges, List<NumberImport> imports, int index) {
        int row = index - ranges.size();
        for (NumberImport file : imports) {
            if (row < file.size()) {
                return "of " + file.source() + ":" + file.line(row);
            }
            row -= file.size();
        }
        throw new IndexOutOfBoundsException(index);
    }
}
