// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of records: {@code messages-2026-11-22.jsonl}, and when that is full
 * {@code messages-2026-11-22.2.jsonl}.
 *
 * @param number from 1
 */
record RecordFileName(LocalDate day, int number) {

    static final Comparator<RecordFileName> OLDEST_FIRST =
            Comparator.comparing(RecordFileName::day).thenComparingInt(RecordFileName::number);

    private static final Pattern NAME =
            Pattern.compile("messages-(\\d{4}-\\d{2}-\\d{2})(?:\\.([1-9]\\d{0,8}))?\\.jsonl");

    /** Empty for somebody else's file. */
    static Optional<RecordFileName> of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        try {
            return name.matches()
                    ? Optional.of(new RecordFileName(
                            LocalDate.parse(name.group(1)),
                            name.group(2) == null ? 1 : Integer.parseInt(name.group(2))))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Path in(Path folder) {
        return folder.resolve("messages-" + day + (number == 1 ? "" : "." + number) + ".jsonl");
    }

    RecordFileName next() {
        return new RecordFileName(day, number + 1);
    }
}
