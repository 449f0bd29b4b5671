// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.ListEntry;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The entries of one list: those of {@code screening.yaml} and those of the CSV files that it names. */
final class SmscListBinding {

    private final List<ListEntry> entries;
    private final Map<DigitPattern, ListEntry> seen;

    /**
     * @param entries gets them
     * @param seen entries of all lists by address: an address is in one list, once
     */
    SmscListBinding(List<ListEntry> entries, Map<DigitPattern, ListEntry> seen) {
        this.entries = entries;
        this.seen = seen;
    }

    void read(Section list, Colour colour) {
        for (Section section : list.sections("entries")) {
            if (section.sound()) {
                entry(section, colour);
            }
        }
        List<String> files = list.texts("files");
        for (int i = 0; i < files.size() && list.sound("files"); i++) {
            file(list, i, files.get(i), colour);
        }
    }

    private void entry(Section section, Colour colour) {
        section.build(() -> new ListEntry(
                        colour,
                        DigitPattern.parse(section.text("address")),
                        section.has("comment") ? section.text("comment") : "",
                        section.has("expires") ? Optional.of(expiry(section.text("expires"))) : Optional.empty(),
                        section.file().toString(),
                        section.line()))
                .ifPresent(entry -> {
                    ListEntry earlier = seen.putIfAbsent(entry.address(), entry);
                    if (earlier != null) {
                        section.problem("address", twice(entry, earlier));
                    }
                    entries.add(entry);
                });
    }

    private void file(Section list, int index, String name, Colour colour) {
        Path file = list.file().resolveSibling(name);
        try {
            for (ListEntry entry : new ListFile(file, colour).read()) {
                ListEntry earlier = seen.putIfAbsent(entry.address(), entry);
                if (earlier != null) {
                    list.problem("files", index, file + ":" + entry.line() + ": " + twice(entry, earlier));
                    return;
                }
                entries.add(entry);
            }
        } catch (ListFile.Wrong e) {
            list.problem("files", index, e.getMessage());
        }
    }

    /** Ranges that overlap, each reported with its place. */
    void ranges(Section smscs) {
        List<ListEntry> ranges = entries.stream()
                .filter(entry -> entry.address().kind() == DigitPattern.Kind.RANGE)
                .sorted(Comparator.comparing(
                                (ListEntry entry) -> entry.address().from().length())
                        .thenComparing(entry -> entry.address().from()))
                .toList();
        for (int i = 1; i < ranges.size(); i++) {
            ListEntry one = ranges.get(i - 1);
            ListEntry other = ranges.get(i);
            if (one.address().matches(other.address().from())) {
                smscs.problem("the ranges " + one.address() + " (" + one.file() + ":" + one.line() + ") and "
                        + other.address() + " (" + other.file() + ":" + other.line()
                        + ") overlap: an address is in one list, once");
            }
        }
    }

    private static String twice(ListEntry entry, ListEntry earlier) {
        return "'" + entry.address() + "' is in the " + earlier.colour().word() + " list already, at " + earlier.file()
                + ":" + earlier.line() + ": an address is in one list, once";
    }

    /** @throws IllegalArgumentException when it is neither a time with its offset nor a day */
    static Instant expiry(String text) {
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "expires is '" + text
                            + "', but must be a day such as 2027-01-31 or a time such as 2027-01-31T12:00:00Z",
                    e);
        }
    }
}
