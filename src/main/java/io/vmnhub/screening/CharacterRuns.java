// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

/**
 * How many characters of a kind stand in a row: in a text the most, or the fewest that an expression needs.
 *
 * @param digits 0 to 9
 * @param capitals A to Z
 * @param letters of ASCII in either case, and what is a case of them
 * @param others outside ASCII
 * @param any all of them
 */
record CharacterRuns(int digits, int capitals, int letters, int others, int any) {

    static final CharacterRuns NONE = new CharacterRuns(0, 0, 0, 0, 0);
    static final int ASCII = 128;

    static CharacterRuns of(String text) {
        return new CharacterRuns(
                longest(text, CharacterRuns::isDigit),
                longest(text, CharacterRuns::isCapital),
                longest(text, CharacterRuns::isLetter),
                longest(text, c -> c >= ASCII),
                text.length());
    }

    private interface Kind {
        boolean has(char c);
    }

    private static int longest(String text, Kind kind) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = kind.has(text.charAt(i)) ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }

    /**
     * One character, of each kind that it is of.
     *
     * @param eitherCase whether any case of it is meant
     */
    static CharacterRuns of(char c, boolean eitherCase) {
        return new CharacterRuns(
                isDigit(c) ? 1 : 0,
                isCapital(c) && !eitherCase ? 1 : 0,
                isLetter(c) ? 1 : 0,
                c >= ASCII && !isLetter(c) ? 1 : 0,
                1);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isCapital(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLetter(char c) {
        char folded = Folding.fold(c);
        return folded >= 'a' && folded <= 'z';
    }

    /** Whether a text with these runs may have what needs those. */
    boolean cover(CharacterRuns needed) {
        return digits >= needed.digits
                && capitals >= needed.capitals
                && letters >= needed.letters
                && others >= needed.others
                && any >= needed.any;
    }

    CharacterRuns least(CharacterRuns other) {
        return new CharacterRuns(
                Math.min(digits, other.digits),
                Math.min(capitals, other.capitals),
                Math.min(letters, other.letters),
                Math.min(others, other.others),
                Math.min(any, other.any));
    }

    CharacterRuns most(CharacterRuns other) {
        return new CharacterRuns(
                Math.max(digits, other.digits),
                Math.max(capitals, other.capitals),
                Math.max(letters, other.letters),
                Math.max(others, other.others),
                Math.max(any, other.any));
    }

    /**
     * These characters followed by {@code times} times a character of {@code kinds}: what is not of a kind ends its
     * run.
     */
    CharacterRuns then(CharacterRuns kinds, int times) {
        return new CharacterRuns(
                kinds.digits == 0 ? 0 : digits + times,
                kinds.capitals == 0 ? 0 : capitals + times,
                kinds.letters == 0 ? 0 : letters + times,
                kinds.others == 0 ? 0 : others + times,
                any + times);
    }

    /** These characters followed by something of which at least {@code length} come, and nothing else is known. */
    CharacterRuns thenSome(int length) {
        return new CharacterRuns(0, 0, 0, 0, any + length);
    }
}
