// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.List;

/** A list of ranges in which some overlap; {@link #overlaps()} has all of them. */
public final class OverlappingRangesException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final transient List<Overlap> overlaps;

    OverlappingRangesException(List<NumberRange> ranges, List<Overlap> overlaps) {
        super(sentence(ranges, overlaps.get(0)));
        this.overlaps = List.copyOf(overlaps);
    }

    public List<Overlap> overlaps() {
        return overlaps;
    }

    private static String sentence(List<NumberRange> ranges, Overlap overlap) {
        NumberRange one = ranges.get(overlap.first());
        NumberRange other = ranges.get(overlap.second());
        return switch (overlap.kind()) {
            case NUMBERS ->
                "the numbers " + one.from() + " to " + one.to() + " and " + other.from() + " to " + other.to()
                        + " overlap";
            case IMSIS ->
                "the IMSIs " + one.firstImsi() + " to " + one.lastImsi() + " (of " + one.from() + ") and "
                        + other.firstImsi() + " to " + other.lastImsi() + " (of " + other.from() + ") overlap";
        };
    }
}
