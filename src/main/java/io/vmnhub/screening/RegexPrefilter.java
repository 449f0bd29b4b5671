// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads off a regular expression what every text must have that it matches: one of some words, and so many characters
 * of a kind in a row. A text without that need not be matched, which saves nearly all the work. What this does not
 * understand it gives up: the expression is then tried on every text.
 */
final class RegexPrefilter {

    private static final int DEEPEST = 50;
    private static final int MOST_WORDS = 200;

    /**
     * What a text needs.
     *
     * @param words of which it must have one, in either case; empty when none can be told
     * @param runs what it must have in a row
     */
    record Needs(Optional<List<String>> words, CharacterRuns runs) {

        static final Needs NOTHING = new Needs(Optional.empty(), CharacterRuns.NONE);
    }

    private final RegexParser reader;
    private int depth;

    private RegexPrefilter(String regex) {
        reader = new RegexParser(regex);
    }

    /** @param regex that RE2 accepts */
    static Needs of(String regex) {
        RegexPrefilter needs = new RegexPrefilter(regex);
        try {
            Needs found = needs.alternatives();
            return needs.reader.atEnd() ? found : Needs.NOTHING;
        } catch (RegexParser.TooHard e) {
            return Needs.NOTHING; // it is tried on every text then
        }
    }

    /** Branches between bars: each needs a word, and all the least of runs. */
    private Needs alternatives() {
        if (++depth > DEEPEST) {
            throw new RegexParser.TooHard();
        }
        List<String> words = new ArrayList<>();
        boolean every = true;
        CharacterRuns least = null;
        do {
            Needs branch = branch();
            every &= branch.words().isPresent();
            branch.words().ifPresent(words::addAll);
            least = least == null ? branch.runs() : least.least(branch.runs());
        } while (reader.skipped('|'));
        depth--;
        return new Needs(every && words.size() <= MOST_WORDS ? Optional.of(words) : Optional.empty(), least);
    }

    /** Pieces in a row: the best word of what any of them needs, and the longest runs. */
    private Needs branch() {
        Spellings spellings = new Spellings();
        CharacterRuns most = CharacterRuns.NONE;
        CharacterRuns row = CharacterRuns.NONE;
        while (!reader.atEnd() && !reader.sees('|') && !reader.sees(')')) {
            if (reader.sees('(')) {
                Needs group = reader.opensGroup() ? group() : Needs.NOTHING;
                RegexParser.Times times = reader.times();
                spellings.end();
                if (times.least() > 0) {
                    spellings.found(group.words());
                    most = most.most(new CharacterRuns(
                            group.runs().digits(),
                            group.runs().capitals(),
                            group.runs().letters(),
                            group.runs().others(),
                            0));
                }
                row = row.thenSome(RegexParser.atMost((long) group.runs().any() * times.least()));
            } else {
                RegexParser.Piece piece = reader.piece();
                RegexParser.Times times = reader.times();
                spellings.add(piece, times);
                row = piece.empty() ? row : row.then(piece.kinds(), times.least());
            }
            most = most.most(row);
        }
        spellings.end();
        return new Needs(spellings.best(), most);
    }

    private Needs group() {
        Needs inside = alternatives();
        if (!reader.skipped(')')) {
            throw new RegexParser.TooHard();
        }
        return inside;
    }

    /** The ways to write what stands in a row: more than one where one of a few characters will do. */
    private static final class Spellings {

        /** Shorter words are in most texts, unless they have a sign, or two characters of which one is a digit. */
        private static final int LEAST_LENGTH = 3;

        private static final int MOST_SPELLINGS = 32;

        private Optional<List<String>> best = Optional.empty();
        private List<String> row = List.of("");

        void add(RegexParser.Piece piece, RegexParser.Times times) {
            if (piece.empty()) {
                return; // \b and the like: what is before and behind stands in a row all the same
            }
            boolean spelt = !piece.characters().isEmpty()
                    && (long) row.size() * piece.characters().length() <= MOST_SPELLINGS;
            if (spelt && times.least() > 0) {
                List<String> longer = new ArrayList<>();
                for (String before : row) {
                    Folding.fold(piece.characters()).chars().distinct().forEach(c -> longer.add(before + (char) c));
                }
                row = longer;
            }
            if (!spelt || !times.once()) {
                end();
            }
        }

        /** The row ends here. */
        void end() {
            found(row.stream().allMatch(Spellings::isRare) ? Optional.of(row) : Optional.empty());
            row = List.of("");
        }

        private static boolean isRare(String word) {
            return word.length() >= LEAST_LENGTH
                    || word.length() > 1 && word.chars().anyMatch(Character::isDigit)
                    || word.chars().anyMatch(c -> !Character.isLetterOrDigit(c) && !Character.isWhitespace(c));
        }

        /** Keeps the words whose shortest is longest. */
        void found(Optional<List<String>> words) {
            if (shortest(words) > shortest(best)) {
                best = words;
            }
        }

        Optional<List<String>> best() {
            return best;
        }

        private static int shortest(Optional<List<String>> words) {
            return words.map(
                            list -> list.stream().mapToInt(String::length).min().orElse(0))
                    .orElse(0);
        }
    }
}
