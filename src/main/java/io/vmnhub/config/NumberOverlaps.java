// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.numbering.NumberImport;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.Overlap;
import java.util.List;

/** Tells, at its place in {@code numbers.yaml} or in a file that it imports, what claims the numbers of another. */
final class NumberOverlaps {

    private final List<Section> places;
    private final List<NumberRange> ranges;
    private final List<Section> files;
    private final List<NumberImport> imports;

    /** Each section belongs to the range or import of the same index. */
    NumberOverlaps(List<Section> places, List<NumberRange> ranges, List<Section> files, List<NumberImport> imports) {
        this.places = places;
        this.ranges = ranges;
        this.files = files;
        this.imports = imports;
    }

    void report(Overlap overlap) {
        if (overlap.second() < ranges.size()) {
            ranges(overlap);
        } else {
            imported(overlap);
        }
    }

    private void ranges(Overlap overlap) {
        NumberRange one = ranges.get(overlap.first());
        NumberRange other = ranges.get(overlap.second());
        Section place = places.get(overlap.second());
        Section earlier = places.get(overlap.first());
        boolean open = !place.secret() && !earlier.secret();
        switch (overlap.kind()) {
            case NUMBERS ->
                place.problem("the numbers "
                        + (open
                                ? other.from() + " to " + other.to() + " overlap " + one.from() + " to " + one.to()
                                        + " of "
                                : "overlap those of ")
                        + earlier.where()
                        + ": a number belongs to one range");
            case IMSIS ->
                place.problem(
                        "firstImsi",
                        "the IMSIs "
                                + (open
                                        ? other.firstImsi() + " to " + other.lastImsi() + " overlap " + one.firstImsi()
                                                + " to " + one.lastImsi() + " of "
                                        : "overlap those of ")
                                + earlier.where()
                                + ": an IMSI belongs to one number");
        }
    }

    private void imported(Overlap overlap) {
        boolean numbers = overlap.kind() == Overlap.Kind.NUMBERS;
        int row = overlap.second() - ranges.size();
        for (int i = 0; i < imports.size(); i++) {
            NumberImport file = imports.get(i);
            if (row < file.size()) {
                files.get(i)
                        .problem(
                                "file",
                                file.source() + ":" + file.line(row) + ": the " + (numbers ? "number" : "IMSI")
                                        + " is that of " + where(overlap.first()) + " already: "
                                        + (numbers ? "a number stands in one place" : "an IMSI belongs to one number"));
                return;
            }
            row -= file.size();
        }
    }

    private String where(int index) {
        if (index < ranges.size()) {
            return places.get(index).where();
        }
        int row = index - ranges.size();
        for (NumberImport file : imports) {
            if (row < file.size()) {
                return file.source() + ":" + file.line(row);
            }
            row -= file.size();
        }
        throw new IndexOutOfBoundsException(index);
    }
}
