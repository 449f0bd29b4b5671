// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a regular expression in RE2's syntax piece by piece, as far as {@link RegexPrefilter} wants to understand it.
 */
final class RegexParser {

    private static final Pattern COUNTED = Pattern.compile("\\{([0-9]{1,4})(,[0-9]{0,4})?}");
    private static final Pattern FLAGS = Pattern.compile("\\(\\?[a-zA-Z-]*\\)");
    private static final Pattern OPENING = Pattern.compile("\\((\\?(P?<[A-Za-z0-9_]+>|[imsU-]*:))?");
    private static final Pattern IGNORES_CASE = Pattern.compile("\\(\\?[a-zA-Z]*i");
    private static final Pattern NOT_ASCII = Pattern.compile("\\\\x00-\\\\x7[fF]");
    private static final int FEW = 4;
    private static final int LONGEST = 1_000_000;

    /** What is beyond understanding. */
    static final class TooHard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooHard() {
            super(null, null, false, false);
        }
    }

    /**
     * One place of a text, or none.
     *
     * @param characters which characters may be there, when they are few; else empty
     * @param kinds which kinds all of them are of
     * @param empty when it is not a character but an anchor
     */
    record Piece(String characters, CharacterRuns kinds, boolean empty) {

        private static final Piece ANCHOR = new Piece("", CharacterRuns.NONE, true);
        private static final Piece ANYTHING = new Piece("", new CharacterRuns(0, 0, 0, 0, 1), false);
        private static final Piece DIGIT = new Piece("", new CharacterRuns(1, 0, 0, 0, 1), false);
        private static final Piece NO_ASCII = new Piece("", new CharacterRuns(0, 0, 0, 1, 1), false);
    }

    /**
     * How often a piece comes.
     *
     * @param least at least so often
     * @param once exactly once
     */
    record Times(int least, boolean once) {}

    private final String regex;
    private final boolean eitherCase;
    private int at;

    RegexParser(String regex) {
        this.regex = regex;
        eitherCase = IGNORES_CASE.matcher(regex).find();
    }

    static int atMost(long length) {
        return (int) Math.min(LONGEST, length);
    }

    boolean atEnd() {
        return at == regex.length();
    }

    boolean sees(char c) {
        return at < regex.length() && regex.charAt(at) == c;
    }

    boolean skipped(char c) {
        boolean there = sees(c);
        at += there ? 1 : 0;
        return there;
    }

    /**
     * Passes over an opening parenthesis.
     *
     * @return false when it was only flags and is closed already
     */
    boolean opensGroup() {
        Matcher flags = FLAGS.matcher(regex).region(at, regex.length());
        if (flags.lookingAt()) {
            at = flags.end();
            return false;
        }
        Matcher opening = OPENING.matcher(regex).region(at, regex.length());
        if (!opening.lookingAt() || regex.startsWith("?", opening.end())) {
            throw new TooHard();
        }
        at = opening.end();
        return true;
    }

    /** A character, a class, an anchor. */
    Piece piece() {
        char c = regex.charAt(at++);
        return switch (c) {
            case '.' -> Piece.ANYTHING;
            case '^', '$' -> Piece.ANCHOR;
            case '[' -> oneOf();
            case '\\' -> escaped();
            case '*', '+', '?', '{' -> throw new TooHard();
            default -> character(c);
        };
    }

    private Piece character(char c) {
        if (Character.isSurrogate(c)) {
            throw new TooHard();
        }
        return new Piece(String.valueOf(c), CharacterRuns.of(c, eitherCase), false);
    }

    private Piece escaped() {
        if (atEnd()) {
            throw new TooHard();
        }
        char c = regex.charAt(at++);
        if (c > ' ' && c < 127 && !Character.isLetterOrDigit(c)) {
            return character(c);
        }
        return switch (c) {
            case 'd' -> Piece.DIGIT;
            case 'D', 's', 'S', 'w', 'W', 'n', 'r', 't' -> Piece.ANYTHING;
            case 'b', 'B', 'A', 'z' -> Piece.ANCHOR;
            default -> throw new TooHard();
        };
    }

    /** Classes with a bracket or a backslash at the end of them are given up. */
    private Piece oneOf() {
        boolean not = skipped('^');
        int end = regex.indexOf(']', at);
        if (end <= at) {
            throw new TooHard();
        }
        String inside = regex.substring(at, end);
        at = end + 1;
        if (inside.contains("[") || inside.endsWith("\\")) {
            throw new TooHard();
        }
        if (not) {
            return NOT_ASCII.matcher(inside).matches() && !eitherCase ? Piece.NO_ASCII : Piece.ANYTHING;
        }
        return inside.contains("\\") ? inside.equals("\\d") ? Piece.DIGIT : Piece.ANYTHING : members(inside);
    }

    /** Characters and ranges of them: of a kind when all are, which the ends of a range within it tell. */
    private Piece members(String inside) {
        CharacterRuns kinds = new CharacterRuns(1, 1, 1, 1, 1);
        StringBuilder characters = new StringBuilder();
        boolean ranges = false;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-';
            kinds = kinds.least(
                    range ? range(c, inside.charAt(i + 2)) : character(c).kinds());
            characters.append(c);
            ranges |= range;
            i += range ? 2 : 0;
        }
        return new Piece(ranges || characters.length() > FEW ? "" : characters.toString(), kinds, false);
    }

    private CharacterRuns range(char first, char last) {
        boolean capitals = first >= 'A' && last <= 'Z';
        return new CharacterRuns(
                first >= '0' && last <= '9' ? 1 : 0,
                capitals && !eitherCase ? 1 : 0,
                capitals || first >= 'a' && last <= 'z' ? 1 : 0,
                first >= CharacterRuns.ASCII && !eitherCase ? 1 : 0,
                1);
    }

    /** Reads what says how often the piece before comes. */
    Times times() {
        int least;
        if (skipped('+')) {
            least = 1;
        } else if (skipped('*') || skipped('?')) {
            least = 0;
        } else if (sees('{')) {
            Matcher counted = COUNTED.matcher(regex).region(at, regex.length());
            if (!counted.lookingAt()) {
                throw new TooHard();
            }
            least = Integer.parseInt(counted.group(1));
            at = counted.end();
        } else {
            return new Times(1, true);
        }
        skipped('?'); // rather few than many: the same texts
        return new Times(least, false);
    }
}
