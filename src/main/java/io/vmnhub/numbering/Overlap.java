// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

/**
 * Two ranges that claim the same numbers or the same IMSIs.
 *
 * @param kind what they both claim
 * @param first index of the one that comes first in the list
 * @param second index of the other
 */
public record Overlap(Kind kind, int first, int second) {

    /** What two ranges both claim. */
    public enum Kind {
        NUMBERS,
        IMSIS
    }
}
