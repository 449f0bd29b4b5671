// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * One line of a list.
 *
 * @param colour which list; never {@link Colour#UNLISTED}
 * @param address whom it means
 * @param comment why it is there; may be empty
 * @param expires from when on it no longer counts
 * @param file where it stands, {@link #RUNTIME} when it was added to a running hub
 * @param line in that file, from 1; 0 when unknown
 */
public record ListEntry(
        Colour colour, DigitPattern address, String comment, Optional<Instant> expires, String file, int line) {

    /** The file of entries that were added to a running hub. */
    public static final String RUNTIME = "runtime";

    public ListEntry {
        Objects.requireNonNull(colour, "colour");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(comment, "comment");
        Objects.requireNonNull(expires, "expires");
        Objects.requireNonNull(file, "file");
        if (colour == Colour.UNLISTED) {
            throw new IllegalArgumentException("an entry is black, gray or white");
        }
    }

    boolean counts(long epochMillis) {
        return expires.isEmpty() || epochMillis < expires.get().toEpochMilli();
    }

    @Override
    public String toString() {
        return colour.word() + " " + address + (line > 0 ? " (" + file + ":" + line + ")" : " (" + file + ")")
                + (comment.isEmpty() ? "" : " \"" + comment + "\"")
                + expires.map(time -> " until " + time).orElse("");
    }
}
