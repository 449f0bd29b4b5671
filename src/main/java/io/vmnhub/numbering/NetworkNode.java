// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.regex.Pattern;

/**
 * A node that may take the messages for a number.
 *
 * @param title its MSC global title, 3 to 15 digits
 * @param weight its share of the numbers, compared with the others'; with 0 it gets none
 */
public record NetworkNode(String title, int weight) {

    /** The heaviest. */
    public static final int MOST_WEIGHT = 1_000;

    private static final Pattern TITLE = Pattern.compile("[0-9]{3,15}");

    public NetworkNode {
        if (!TITLE.matcher(title).matches()) {
            throw new IllegalArgumentException("mscGlobalTitle '" + title + "' is not 3 to 15 digits");
        }
        if (weight < 0 || weight > MOST_WEIGHT) {
            throw new IllegalArgumentException("weight " + weight + " is not within 0 to " + MOST_WEIGHT);
        }
    }
}
