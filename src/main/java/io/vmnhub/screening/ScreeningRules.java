// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that {@code config/screening.yaml} says. Valid once constructed; an {@link IllegalArgumentException}
 * begins with the key that is not.
 *
 * @param entries the lists of SMSCs, from this file and those it names
 * @param unlisted what an SMSC on no list is taken for: {@link Colour#UNLISTED} passes
 * @param black what becomes of the messages and queries of black SMSCs: a refusal
 * @param white the rate of each white SMSC, in the place of the limits per SMSC; empty for none
 * @param gray what gray SMSCs go through
 * @param limits all of them apply
 * @param spoofing the comparisons of addresses
 * @param filters in the order in which they are asked
 */
public record ScreeningRules(
        List<ListEntry> entries,
        Colour unlisted,
        Outcome black,
        Optional<Rate> white,
        GrayListing gray,
        List<RateLimit> limits,
        Spoofing spoofing,
        List<Filter> filters) {

    /** Everything passes. */
    public static final ScreeningRules PERMISSIVE = new ScreeningRules(
            List.of(),
            Colour.UNLISTED,
            new Outcome.Reject(Outcome.Reject.FINAL),
            Optional.empty(),
            GrayListing.DEFAULT,
            List.of(),
            Spoofing.OFF,
            List.of());

    public ScreeningRules {
        entries = List.copyOf(entries);
        limits = List.copyOf(limits);
        filters = List.copyOf(filters);
        Objects.requireNonNull(white, "white");
        Objects.requireNonNull(gray, "gray");
        Objects.requireNonNull(spoofing, "spoofing");
        if (unlisted == Colour.WHITE) {
            throw new IllegalArgumentException("unlisted SMSCs are accepted, or taken for gray or black");
        }
        if (!black.refuses()) {
            throw new IllegalArgumentException("outcome of the black list is reject, discard or no-answer");
        }
        Set<String> names = new HashSet<>();
        limits.forEach(limit -> unique(names, limit.name()));
        filters.forEach(filter -> unique(names, filter.name()));
    }

    private static void unique(Set<String> names, String name) {
        if (!names.add(name)) {
            throw new IllegalArgumentException("two limits or filters are called " + name);
        }
    }
}
