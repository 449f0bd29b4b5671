// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.nio.file.Path;

/**
 * One thing that is wrong in a file.
 *
 * @param file the file, as the caller named its folder
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the whole line is meant
 * @param pointer JSON pointer (RFC 6901) of the value, {@code ""} for the root
 * @param message what is wrong and what would be right; never holds a secret
 */
public record ConfigError(Path file, int line, int column, String pointer, String message) {

    ConfigError(Path file, Position position, String pointer, String message) {
        this(file, position.line(), position.column(), pointer, message);
    }

    /** As compilers write it, so that editors jump there: {@code config/ss7.yaml:12:5: message}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(file.toString());
        if (line > 0) {
            text.append(':').append(line);
            if (column > 0) {
                text.append(':').append(column);
            }
        }
        return text.append(": ").append(message).toString();
    }
}
