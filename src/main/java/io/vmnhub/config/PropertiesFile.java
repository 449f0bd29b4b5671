// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * A file of {@code key = value} lines, as {@link Properties} reads them, that remembers where each key stands. A line
 * that is wrong is left out and reported.
 *
 * @param entries in the order of the file; of a key that is given twice the last, as {@link Properties} has it
 */
public record PropertiesFile(Path path, List<Entry> entries, List<Finding> findings) {

    /** @param line from 1 */
    public record Entry(String key, String value, int line) {}

    /** @throws IOException when the file cannot be read at all */
    public static PropertiesFile read(Path path) throws IOException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<Finding> findings = new ArrayList<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            return new PropertiesFile(
                    path, List.of(), List.of(Finding.of(path, 0, "is not UTF-8: save the file in UTF-8")));
        }
        for (int i = 0; i < lines.size(); i++) {
            int line = i + 1;
            StringBuilder logical = new StringBuilder(lines.get(i));
            boolean comment = lines.get(i).isBlank()
                    || "#!".indexOf(lines.get(i).stripLeading().charAt(0)) >= 0;
            while (!comment && isContinued(logical) && i + 1 < lines.size()) {
                logical.setLength(logical.length() - 1);
                logical.append(lines.get(++i).stripLeading());
            }
            if (!comment) {
                entry(path, logical.toString(), line, entries, findings);
            }
        }
        return new PropertiesFile(path, List.copyOf(entries.values()), List.copyOf(findings));
    }

    private static void entry(Path path, String text, int line, Map<String, Entry> entries, List<Finding> findings) {
        if (!text.matches("\\s*(\\\\.|[^\\s=:\\\\])+\\s*[=:].*")) {
            findings.add(
                    Finding.of(path, line, "'" + text.strip().split("\\s")[0] + "' has no value: write key = value"));
            return;
        }
        Properties one = new Properties();
        try {
            one.load(new StringReader(text));
        } catch (IllegalArgumentException | IOException e) {
            findings.add(Finding.of(
                    path,
                    line,
                    "a \\u must be followed by four hexadecimal digits: write \\\\u for a backslash and a u"));
            return;
        }
        one.stringPropertyNames().forEach(key -> {
            Entry earlier = entries.put(key, new Entry(key, one.getProperty(key), line));
            if (earlier != null) {
                findings.add(Finding.of(
                        path, line, key + ": is given in line " + earlier.line() + " already: remove one of them"));
            }
        });
    }

    private static boolean isContinued(CharSequence line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
