// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.nio.file.Path;

/**
 * Something wrong in a file.
 *
 * @param file where
 * @param line its line, from 1
 * @param message what is wrong and what would be right, for a person
 */
public record Finding(Path file, int line, String message) {

    /** {@code file:line: message}, as compilers write it. */
    @Override
    public String toString() {
        return file + ":" + line + ": " + message;
    }
}
