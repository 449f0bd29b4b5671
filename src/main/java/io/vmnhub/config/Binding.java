// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.Optional;

/**
 * How one file becomes a record.
 *
 * @param <T> the record
 */
interface Binding<T> {

    /** The file is {@code <name>.yaml}, its schema {@code <name>.schema.json}. */
    String name();

    /** What the file may have at most. */
    default long mostBytes() {
        return YamlFile.MOST_BYTES;
    }

    /**
     * Makes the record and checks what a schema cannot. The schema has been applied: sections that are not
     * {@link Section#sound()} must not be read, so that what is wrong is reported once, and what is wrong elsewhere is
     * reported too.
     *
     * @return empty when problems were reported
     */
    Optional<T> bind(Section root);
}
