// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.numbering.NumberImport;
import io.vmnhub.numbering.NumberPlan;
import io.vmnhub.numbering.NumberRange;
import io.vmnhub.numbering.NumberSettings;
import io.vmnhub.numbering.NumberState;
import io.vmnhub.numbering.OverlappingRangesException;
import io.vmnhub.sms.EightBitText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code numbers.yaml}: ranges of VMNs, and files of single ones. */
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
        List<Section> files = new ArrayList<>();
        List<NumberImport> imports = new ArrayList<>();
        for (Section file : root.sections("imports")) {
            imported(file).ifPresent(read -> {
                files.add(file);
                imports.add(read);
            });
        }
        try {
            NumberPlan plan = NumberPlan.of(ranges, imports);
            return root.sound() ? Optional.of(plan) : Optional.empty();
        } catch (OverlappingRangesException e) {
            NumberOverlaps overlaps = new NumberOverlaps(places, ranges, files, imports);
            e.overlaps().forEach(overlaps::report);
            return Optional.empty();
        }
    }

    private static Optional<NumberRange> range(Section place) {
        if (!place.sound()) {
            return Optional.empty();
        }
        String from = withoutPlus(place.text(place.has("number") ? "number" : "from"));
        String to = withoutPlus(place.text(place.has("number") ? "number" : "to"));
        return settings(place, place.text("application"))
                .flatMap(settings -> place.build(() -> new NumberRange(from, to, place.text("firstImsi"), settings)));
    }

    private static Optional<NumberImport> imported(Section place) {
        if (!place.sound()) {
            return Optional.empty();
        }
        Optional<String> application =
                place.has("application") ? Optional.of(place.text("application")) : Optional.empty();
        return settings(place, application.orElse(NumbersFile.NOBODY))
                .flatMap(
                        settings -> new NumbersFile(place.path("file").orElseThrow(), settings, application.isPresent())
                                .read(problem -> place.problem("file", problem)));
    }

    private static Optional<NumberSettings> settings(Section place, String application) {
        Optional<EightBitText> eightBit = EightBitKeys.read(place);
        return place.build(() -> new NumberSettings(
                application,
                place.has("tenant") ? place.text("tenant") : "",
                place.choice("state", NumberState.ACTIVE),
                place.optionalInteger("diagnostic"),
                place.choice("hlr", NumberSettings.Hlr.OWN),
                place.flag("correlation", false),
                title(place, "mscGlobalTitle"),
                title(place, "hlrGlobalTitle"),
                eightBit));
    }

    private static Optional<String> title(Section place, String key) {
        return place.has(key) ? Optional.of(place.text(key)) : Optional.empty();
    }

    static String withoutPlus(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }
}
