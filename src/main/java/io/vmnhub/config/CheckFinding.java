// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong in the files of a hub.
 *
 * @param file absolute
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the whole line is meant
 * @param message what is wrong and what would be right
 */
public record CheckFinding(Path file, int line, int column, String message) {

    /** By file, line and column. */
    public static final Comparator<CheckFinding> ORDER = Comparator.comparing(CheckFinding::file)
            .thenComparingInt(CheckFinding::line)
            .thenComparingInt(CheckFinding::column);

    public static CheckFinding of(Path file, int line, String message) {
        return new CheckFinding(file, line, 0, message);
    }

    public static CheckFinding of(ConfigError error) {
        return new CheckFinding(error.file(), error.line(), error.column(), error.message());
    }

    /** {@code path/file:line:column: message} on one line, with paths relative to {@code home}. */
    public String line(Path home) {
        String place =
                home.relativize(file) + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
        return place + ": " + message.replace(home + "/", "").strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
