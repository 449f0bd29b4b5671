// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.screening.Conditions;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.Filter;
import io.vmnhub.screening.Outcome;
import io.vmnhub.sms.Alphabet;
import io.vmnhub.sms.TimeWindow;
import io.vmnhub.sms.TypeOfNumber;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The filters of {@code screening.yaml}. */
final class FilterBinding {

    List<Filter> filters(Section root) {
        List<Filter> filters = new ArrayList<>();
        for (Section section : root.sections("filters")) {
            if (section.sound()) {
                Outcome outcome = outcome(section);
                Conditions when = conditions(section.part("when"));
                Conditions unless = conditions(section.part("unless"));
                if (section.sound()) {
                    filters.add(new Filter(
                            section.text("name"), new HashSet<>(section.texts("applications")), when, unless, outcome));
                }
            }
        }
        return filters;
    }

    private static Outcome outcome(Section section) {
        String word = section.text("outcome");
        if (section.has("divertTo") && !word.equals("divert")) {
            section.problem("divertTo", "only outcome: divert goes anywhere else: leave it out");
        }
        if (section.has("tag") && !word.equals("tag")) {
            section.problem("tag", "only outcome: tag has a tag: leave it out");
        }
        return switch (word) {
            case "accept" -> ScreeningBinding.without(section, new Outcome.Accept());
            case "discard" -> ScreeningBinding.without(section, new Outcome.Discard());
            case "no-answer" -> ScreeningBinding.without(section, new Outcome.NoAnswer());
            case "tag" ->
                ScreeningBinding.without(section, new Outcome.Tag(section.text(section.has("tag") ? "tag" : "name")));
            case "divert" -> divert(section);
            default -> new Outcome.Reject(ScreeningBinding.error(section, Outcome.Reject.FINAL));
        };
    }

    private static Outcome divert(Section section) {
        if (!section.has("divertTo")) {
            section.problem("outcome", "divert needs the key divertTo with an application or an endpoint");
            return new Outcome.Accept();
        }
        return ScreeningBinding.without(section, new Outcome.Divert(section.text("divertTo")));
    }

    private static Conditions conditions(Section section) {
        Optional<TimeWindow> time = section.has("time") ? TimeKeys.read(section.section("time")) : Optional.empty();
        if (!section.sound()) {
            return Conditions.NONE;
        }
        return section.build(() -> new Conditions(
                        patterns(section, "smsc"),
                        section.texts("originatingAddress"),
                        types(section),
                        patterns(section, "vmn"),
                        section.texts("contains"),
                        section.has("regex") ? Optional.of(section.text("regex")) : Optional.empty(),
                        section.choices("alphabet", Alphabet.class),
                        length(section),
                        new HashSet<>(section.integers("protocolIdentifier")),
                        new HashSet<>(section.integers("port")),
                        time))
                .orElse(Conditions.NONE);
    }

    private static Set<TypeOfNumber> types(Section section) {
        return section.choices("originatingAddressType", TypeOfNumber.class);
    }

    private static List<DigitPattern> patterns(Section section, String key) {
        List<DigitPattern> patterns = new ArrayList<>();
        List<String> texts = section.texts(key);
        for (int i = 0; i < texts.size(); i++) {
            try {
                patterns.add(DigitPattern.parse(texts.get(i)));
            } catch (IllegalArgumentException e) {
                section.problem(key, i, e.getMessage());
            }
        }
        return patterns;
    }

    private static Optional<Conditions.Length> length(Section section) {
        if (!section.has("leastLength") && !section.has("mostLength")) {
            return Optional.empty();
        }
        int least = section.integer("leastLength", 0);
        int most = section.integer("mostLength", Integer.MAX_VALUE);
        if (least > most) {
            section.problem("mostLength", "is less than leastLength");
            return Optional.empty();
        }
        return Optional.of(new Conditions.Length(least, most));
    }
}
