// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds the word that was probably meant. */
public final class DidYouMean {

    private DidYouMean() {}

    /**
     * @return a candidate that begins with the word, else the one that differs least, when it differs by at most a
     *     third of its letters (at least two); of several the one that begins alike
     */
    public static Optional<String> to(String word, Collection<String> candidates) {
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (String candidate : candidates) {
            int distance = word.length() > 2 && candidate.startsWith(word)
                    ? -word.length() // before all that differ
                    : distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            boolean near = distance <= Math.max(2, candidate.length() / 3) && distance < candidate.length();
            if (near && (distance < least || distance == least && isNearer(word, candidate, nearest))) {
                nearest = candidate;
                least = distance;
            }
        }
        return Optional.ofNullable(nearest);
    }

    /** Asks, at the end of a sentence, whether the nearest candidate was meant; empty when none is near. */
    public static String question(String word, Collection<String> candidates) {
        return question(word, candidates, () -> "");
    }

    /** The same; what a sentence ends with instead when none is near. */
    public static String question(String word, Collection<String> candidates, Supplier<String> otherwise) {
        return to(word, candidates).map(near -> "; did you mean " + near + "?").orElseGet(otherwise);
    }

    private static boolean isNearer(String word, String candidate, String nearest) {
        boolean alike = candidate.regionMatches(true, 0, word, 0, 1);
        boolean nearestAlike = nearest.regionMatches(true, 0, word, 0, 1);
        return alike == nearestAlike ? candidate.length() < nearest.length() && candidate.startsWith(word) : alike;
    }

    /** Levenshtein's edit distance. */
    private static int distance(String one, String other) {
        int[] above = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
