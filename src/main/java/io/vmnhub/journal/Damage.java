// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a file holds besides records that are whole.
 *
 * @param file where it was found
 * @param places how many stretches of the file are not records; each may have been one record or many
 * @param octets how long they are together
 * @param first where the first of them begins, octets
 * @param kept a copy of the file as it was found; empty when there is only an end that was cut off in writing, which
 *     was confirmed to nobody
 */
public record Damage(Path file, int places, long octets, long first, Optional<Path> kept) {

    /** Whether it is more than an end that was cut off in writing. */
    public boolean isLoss() {
        return kept.isPresent();
    }

    @Override
    public String toString() {
        return isLoss()
                ? file + " is damaged: " + octets + " octets in " + places + " places, the first at octet " + first
                        + ", are not records and are lost; all others were read, and the file as it was is kept as "
                        + kept.get().getFileName()
                : file + " ended with " + octets
                        + " octets of a record that a crash or a full disk cut off before it was confirmed; "
                        + "they are removed";
    }
}
