// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the hub's own files say outside of comments: which other files, such as keys and templates, they name. */
final class FileReferences {

    private static final Pattern READ = Pattern.compile("(?!\\.).*\\.(yaml|properties|xml)");
    private static final long LARGEST = 16 << 20;

    private final List<String> lines = new ArrayList<>();

    /** @throws IOException when a folder or file cannot be read */
    FileReferences(Path... folders) throws IOException {
        for (Path folder : folders) {
            if (Files.isDirectory(folder)) {
                read(folder);
            }
        }
    }

    private void read(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                if (READ.matcher(file.getFileName().toString()).matches() && Files.size(file) <= LARGEST) {
                    // ISO 8859-1 reads whatever a file holds; names of files are ASCII in all but the strangest cases
                    Files.readString(file, StandardCharsets.ISO_8859_1)
                            .lines()
                            .filter(line -> !line.stripLeading().startsWith("#"))
                            .forEach(lines::add);
                }
            }
        }
    }

    /** Whether a line other than its own has this key of a properties file, as a placeholder or otherwise. */
    boolean use(String key) {
        Pattern alone = Pattern.compile("(^|[^\\w.-])" + Pattern.quote(key) + "($|[^\\w.-])");
        Pattern own = Pattern.compile("\\s*" + Pattern.quote(key) + "\\s*[=:].*");
        return lines.stream()
                .anyMatch(
                        line -> alone.matcher(line).find() && !own.matcher(line).matches());
    }

    /** Whether a line names this file, alone or behind a folder. */
    boolean contain(String name) {
        String wanted = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        Pattern alone = Pattern.compile("(^|[^\\w.~-])" + Pattern.quote(wanted) + "($|[^\\w.~-]|\\.$)");
        return lines.stream().anyMatch(line -> alone.matcher(line).find());
    }
}
