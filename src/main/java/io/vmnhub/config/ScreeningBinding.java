// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.Filter;
import io.vmnhub.screening.GrayListing;
import io.vmnhub.screening.ListEntry;
import io.vmnhub.screening.Outcome;
import io.vmnhub.screening.Rate;
import io.vmnhub.screening.RateLimit;
import io.vmnhub.screening.ScreeningRules;
import io.vmnhub.screening.Spoofing;
import io.vmnhub.screening.Spoofing.Action;
import io.vmnhub.screening.Spoofing.Check;
import io.vmnhub.sms.MapUserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code screening.yaml}: who may send, what, and how much. */
final class ScreeningBinding implements Binding<ScreeningRules> {

    @Override
    public String name() {
        return "screening";
    }

    @Override
    public long mostBytes() {
        return ListFile.MOST_BYTES;
    }

    @Override
    public Optional<ScreeningRules> bind(Section root) {
        Section smscs = root.part("smscs");
        Section black = smscs.part("black");
        Section white = smscs.part("white");
        Section gray = smscs.part("gray");
        List<ListEntry> entries = new ArrayList<>();
        Map<DigitPattern, ListEntry> seen = new HashMap<>();
        SmscListBinding lists = new SmscListBinding(entries, seen);
        lists.read(black, Colour.BLACK);
        lists.read(white, Colour.WHITE);
        lists.read(gray, Colour.GRAY);
        lists.ranges(smscs);
        Outcome ofBlack = refusal(black, Outcome.Reject.FINAL);
        Optional<Rate> whiteRate = rate(white);
        GrayListing grayListing = gray(gray);
        List<RateLimit> limits = limits(root);
        Spoofing spoofing = spoofing(root.part("spoofing"));
        List<Filter> filters = new FilterBinding().filters(root);
        names(root);
        if (!root.sound()) {
            return Optional.empty();
        }
        Colour unlisted = switch (smscs.has("unlisted") ? smscs.text("unlisted") : "accept") {
            case "gray" -> Colour.GRAY;
            case "black" -> Colour.BLACK;
            default -> Colour.UNLISTED;
        };
        return root.build(() ->
                new ScreeningRules(entries, unlisted, ofBlack, whiteRate, grayListing, limits, spoofing, filters));
    }

    private static void names(Section root) {
        Map<String, Section> seen = new HashMap<>();
        for (String list : List.of("limits", "filters")) {
            for (Section section : root.sections(list)) {
                if (section.has("name") && section.sound("name")) {
                    Section earlier = seen.putIfAbsent(section.text("name"), section);
                    if (earlier != null) {
                        section.problem(
                                "name",
                                section.shown("name") + " is the name of " + earlier.where()
                                        + " already: names are unique");
                    }
                }
            }
        }
    }

    /** The outcome of a section that can only refuse. */
    private static Outcome refusal(Section section, MapUserError otherwise) {
        String word = section.sound("outcome") && section.has("outcome") ? section.text("outcome") : "reject";
        return switch (word) {
            case "discard" -> without(section, new Outcome.Discard());
            case "no-answer" -> without(section, new Outcome.NoAnswer());
            default -> new Outcome.Reject(error(section, otherwise));
        };
    }

    static Outcome without(Section section, Outcome outcome) {
        if (section.has("error")) {
            section.problem("error", "only outcome: reject has an error: leave it out");
        }
        return outcome;
    }

    /** The MAP error of a section, checked. */
    static MapUserError error(Section section, MapUserError otherwise) {
        if (!section.sound("error") || !section.sound("cause")) {
            return otherwise;
        }
        if (!section.has("error")) {
            if (section.has("cause")) {
                section.problem("cause", "only error: sm-DeliveryFailure has a cause");
            }
            return otherwise;
        }
        try {
            return MapUserError.named(section.text("error"), section.has("cause") ? section.text("cause") : null);
        } catch (IllegalArgumentException e) {
            section.problem(section.has("cause") ? "cause" : "error", e.getMessage());
            return otherwise;
        }
    }

    private static Optional<Rate> rate(Section section) {
        if (!section.has("rate")) {
            if (section.has("burst")) {
                section.problem("burst", "a burst needs a rate");
            }
            return Optional.empty();
        }
        if (!section.sound("rate") || !section.sound("burst")) {
            return Optional.empty();
        }
        return section.build(() -> {
            Rate rate = Rate.parse(section.text("rate"));
            return section.has("burst") ? rate.withBurst(section.integer("burst")) : rate;
        });
    }

    private static GrayListing gray(Section section) {
        GrayListing defaults = GrayListing.DEFAULT;
        MapUserError error = error(section, defaults.error());
        Optional<Rate> rate = rate(section);
        Optional<Duration> minDelay = section.duration("minDelay");
        Optional<Duration> window = section.duration("window");
        Optional<Duration> remember = section.duration("remember");
        if (!section.sound()) {
            return defaults;
        }
        return section.build(() -> new GrayListing(
                        minDelay.orElse(defaults.minDelay()),
                        window.orElse(defaults.window()),
                        remember.orElse(defaults.remember()),
                        section.integer("remembered", defaults.remembered()),
                        section.flag("persist", defaults.persist()),
                        error,
                        rate))
                .orElse(defaults);
    }

    private static List<RateLimit> limits(Section root) {
        List<RateLimit> limits = new ArrayList<>();
        for (Section section : root.sections("limits")) {
            if (!section.sound()) {
                continue;
            }
            Outcome outcome = refusal(section, Outcome.Reject.BUSY);
            Optional<Rate> rate = rate(section);
            if (section.sound() && rate.isPresent()) {
                section.build(() -> new RateLimit(
                                section.text("name"),
                                section.choice("per", RateLimit.Scope.class),
                                section.choice("counts", RateLimit.Operation.MESSAGES),
                                new HashSet<>(section.texts("applications")),
                                rate.get(),
                                outcome,
                                section.integer("keys", RateLimit.DEFAULT_KEYS)))
                        .ifPresent(limits::add);
            }
        }
        return limits;
    }

    private static Spoofing spoofing(Section section) {
        Map<Check, Action> actions = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            if (section.has(check.key()) && section.sound(check.key())) {
                Action action = section.choice(check.key(), Action.class);
                if (action != Action.OFF) {
                    actions.put(check, action);
                }
            }
        }
        MapUserError error = error(section, Outcome.Reject.FINAL);
        Optional<Duration> within = section.duration("queryWithin");
        if (!section.sound()) {
            return Spoofing.OFF;
        }
        return section.build(() -> new Spoofing(
                        actions,
                        error,
                        within.orElse(Spoofing.DEFAULT_QUERY_WITHIN),
                        section.integer("rememberedQueries", Spoofing.DEFAULT_REMEMBERED_QUERIES),
                        section.flag("persist", false)))
                .orElse(Spoofing.OFF);
    }
}
