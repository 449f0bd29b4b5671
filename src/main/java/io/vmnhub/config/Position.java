// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

/**
 * A place in a text file.
 *
 * @param line from 1; 0 when the file as a whole is meant
 * @param column from 1; 0 when the whole line is meant
 */
public record Position(int line, int column) implements Comparable<Position> {

    /** The file as a whole. */
    public static final Position WHOLE_FILE = new Position(0, 0);

    @Override
    public int compareTo(Position other) {
        return line != other.line ? Integer.compare(line, other.line) : Integer.compare(column, other.column);
    }
}
