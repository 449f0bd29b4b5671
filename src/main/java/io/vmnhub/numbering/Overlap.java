// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

/**
 * Two entries that claim the same numbers or the same IMSIs. Ranges count first, then imported numbers file by file.
 *
 * @param kind what they both claim
 * @param first index of the one that comes first
 * @param second index of the other
 */
public record Overlap(Kind kind, int first, int second) {

    /** What two ranges both claim. */
    public enum Kind {
        NUMBERS,
        IMSIS
    }
}
