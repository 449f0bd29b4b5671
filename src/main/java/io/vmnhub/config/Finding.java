// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * One thing that is wrong in a file of the hub.
 *
 * @param file as the caller named it or its folder
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the whole line is meant
 * @param message what is wrong and what would be right; never holds a secret
 */
public record Finding(Path file, int line, int column, String message) {

    /** By file, line and column. */
    public static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::file).thenComparingInt(Finding::line).thenComparingInt(Finding::column);

    public static Finding of(Path file, int line, String message) {
        return new Finding(file, line, 0, message);
    }

    public static Finding of(Path file, Position position, String message) {
        return new Finding(file, position.line(), position.column(), message);
    }

    /** {@code path/file:line:column: message} on one line, with paths relative to {@code home}. */
    public String line(Path home) {
        return place(home.relativize(file)) + ": " + text(home);
    }

    /** The message on one line, with paths relative to {@code home}. */
    public String text(Path home) {
        return message.replace(home + "/", "").strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** As compilers write it, so that editors jump there: {@code config/ss7.yaml:12:5: message}. */
    @Override
    public String toString() {
        return place(file) + ": " + message;
    }

    private String place(Path path) {
        return path + (line > 0 ? ":" + line : "") + (line > 0 && column > 0 ? ":" + column : "");
    }
}
