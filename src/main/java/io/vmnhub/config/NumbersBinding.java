// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.Overlap;
import io.vmnhub.numbering.OverlappingRangesException;
import io.vmnhub.sms.EightBitText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code numbers.yaml}: ranges of VMNs. */
final class NumbersBinding implements Binding<NumberPlan> {

    /**
     * About 400,000 ranges, which take 700 MB of heap while they are read; consecutive numbers take one range however
     * many they are.
     */
    private static final long MOST_BYTES = 32_000_000;

    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public long mostBytes() {
        return MOST_BYTES;
    }

    @Override
    public Optional<NumberPlan> bind(Section root) {
        List<Section> places = new ArrayList<>();
        List<NumberRange> ranges = new ArrayList<>();
        for (Section place : root.sections("ranges")) {
            range(place).ifPresent(range -> {
                places.add(place);
                ranges.add(range);
            });
        }
        try {
            NumberPlan plan = NumberPlan.of(ranges);
            return root.sound() ? Optional.of(plan) : Optional.empty();
        } catch (OverlappingRangesException e) {
            e.overlaps().forEach(overlap -> report(overlap, places, ranges));
            return Optional.empty();
        }
    }

    private static Optional<NumberRange> range(Section place) {
        if (!place.sound()) {
            return Optional.empty();
        }
        String from = withoutPlus(place.text(place.has("number") ? "number" : "from"));
        String to = withoutPlus(place.text(place.has("number") ? "number" : "to"));
        Optional<EightBitText> eightBit = EightBitKeys.read(place);
        return place.build(
                () -> new NumberRange(from, to, place.text("firstImsi"), place.text("application"), eightBit));
    }

    private static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    private static void report(Overlap overlap, List<Section> places, List<NumberRange> ranges) {
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
}
