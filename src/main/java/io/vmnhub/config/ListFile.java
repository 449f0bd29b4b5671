// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import io.vmnhub.screening.Colour;
import io.vmnhub.screening.DigitPattern;
import io.vmnhub.screening.ListEntry;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list as CSV (RFC 4180 without line ends inside quotes): a line {@code address,comment,expires} for each entry, the
 * last two may be left out. Empty lines, lines that begin with {@code #}, and a first line {@code address,…} are passed
 * over.
 */
final class ListFile {

    /** About a million lines. */
    static final long MOST_BYTES = 64_000_000;

    private final Path file;
    private final Colour colour;

    /** What is wrong with a list file, with its name and line. */
    static final class Wrong extends Exception {

        private static final long serialVersionUID = 1L;

        Wrong(String message) {
            super(message);
        }

        Wrong(String message, Throwable cause) {
            super(message, cause);
        }
    }

    ListFile(Path file, Colour colour) {
        this.file = file;
        this.colour = colour;
    }

    List<ListEntry> read() throws Wrong {
        List<String> lines = lines();
        List<ListEntry> entries = new ArrayList<>(lines.size());
        String name = file.toString();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#") && !(i == 0 && line.startsWith("address"))) {
                entries.add(entry(line, name, i + 1));
            }
        }
        return entries;
    }

    private List<String> lines() throws Wrong {
        try {
            if (!Files.isRegularFile(file)) {
                throw new Wrong("there is no file " + file);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw new Wrong("the file " + file + " has more than " + MOST_BYTES + " bytes");
            }
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new Wrong("the file " + file + " is not UTF-8", e);
        } catch (IOException e) {
            throw new Wrong(
                    "the file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private ListEntry entry(String line, String name, int number) throws Wrong {
        try {
            List<String> fields = fields(line);
            Optional<Instant> expires = fields.size() > 2 && !fields.get(2).isBlank()
                    ? Optional.of(SmscListBinding.expiry(fields.get(2).strip()))
                    : Optional.empty();
            if (fields.size() > 3) {
                throw new IllegalArgumentException(
                        "a line has at most address,comment,expires; put quotes around a comment with commas");
            }
            return new ListEntry(
                    colour,
                    DigitPattern.parse(fields.get(0)),
                    fields.size() > 1 ? fields.get(1).strip() : "",
                    expires,
                    name,
                    number);
        } catch (IllegalArgumentException e) {
            throw new Wrong(file + ":" + number + ": " + e.getMessage(), e);
        }
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>(3);
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed");
        }
        fields.add(field.toString());
        return fields;
    }
}
