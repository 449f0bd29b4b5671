package io.vmnhub.screening;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads off a regular expression words of which at least one must be in every text that it matches. A text without any of them need not be
 * matched, which saves nearly all the work. What this does not understand it gives up: the expression is then tried on every text.
 */
final class RequiredWords {

    /** Shorter words are in most texts. */
    private static final int LEAST_LENGTH = 3;
    private static final int MOST_WORDS = 200;
    private static final String QUANTIFIERS = "*+?{";

    private static final class TooHard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooHard() {
            super(null, null, false, false);
        }
    }

    private final String regex;
    private int at;
    private int depth;
    /** Whether the quantifier that {@link #quantified()} has just read lets a piece come again. */
    private boolean repeats;

    private RequiredWords(String regex) {
        this.regex = regex;
    }

    /** @param regex that RE2 accepts @return empty when no such words can be told */
    static Optional<List<String>> of(String regex) {
        RequiredWords reader = new RequiredWords(regex);
        try {
            Optional<List<String>> words = reader.alternatives();
            return reader.at == regex.length() ? words : Optional.empty();
        } catch (TooHard e) {
            return Optional.empty();
        }
    }

    /** Branches between bars: each needs a word. */
    private Optional<List<String>> alternatives() {
        if (++depth > 50) {
            throw new TooHard();
        }
        List<String> all = new ArrayList<>();
        boolean every = true;
        while (true) {
            Optional<List<String>> branch = branch();
            every &= branch.isPresent();
            branch.ifPresent(all::addAll);
            if (at == regex.length() || regex.charAt(at) != '|') {
                depth--;
                return every && all.size() <= MOST_WORDS ? Optional.of(all) : Optional.empty();
            }
            at++;
        }
    }

    /** Pieces in a row: the best of what any of them needs. */
    private Optional<List<String>> branch() {
        Optional<List<String>> best = Optional.empty();
        StringBuilder run = new StringBuilder();
        while (at < regex.length() && regex.charAt(at) != '|' && regex.charAt(at) != ')') {
            Optional<Character> literal = literal();
            if (literal.isPresent()) {
                boolean optional = quantified();
                if (!optional) {
                    run.append(literal.get());
                }
                if (optional || repeats) {
                    best = better(best, word(run));
                    run.setLength(0);
                }
                continue;
            }
            best = better(best, word(run));
            run.setLength(0);
            Optional<List<String>> piece = piece();
            best = quantified() ? best : better(best, piece);
        }
        return better(best, word(run));
    }

    private static Optional<List<String>> word(StringBuilder run) {
        return run.length() < LEAST_LENGTH ? Optional.empty() : Optional.of(List.of(run.toString()));
    }

    /** The one whose shortest word is longer. */
    private static Optional<List<String>> better(Optional<List<String>> one, Optional<List<String>> other) {
        return shortest(other) > shortest(one) ? other : one;
    }

    private static int shortest(Optional<List<String>> words) {
        return words.map(list -> list.stream().mapToInt(String::length).min().orElse(0)).orElse(0);
    }

    /** One character that stands for itself, in whatever case. */
    private Optional<Character> literal() {
        char c = regex.charAt(at);
        if (c == '\\') {
            if (at + 1 < regex.length() && isPunctuation(regex.charAt(at + 1))) {
                at += 2;
                return Optional.of(regex.charAt(at - 1));
            }
            return Optional.empty();
        }
        if (".[(^$*+?{".indexOf(c) >= 0 || Character.isSurrogate(c)) {
            return Optional.empty();
        }
        at++;
        return Optional.of(c);
    }

    private static boolean isPunctuation(char c) {
        return c > 32 && c < 127 && !Character.isLetterOrDigit(c);
    }

    /** What is no literal: a class, a group, any character, an anchor. */
    private Optional<List<String>> piece() {
        char c = regex.charAt(at);
        switch (c) {
            case '.', '^', '$' -> at++;
            case '[' -> skipClass();
            case '(' -> {
                return group();
            }
            case '\\' -> skipEscape();
            default -> throw new TooHard();
        }
        return Optional.empty();
    }

    private Optional<List<String>> group() {
        at++;
        if (regex.startsWith("?", at)) {
            int end = at + 1;
            while (end < regex.length() && "imsU-".indexOf(regex.charAt(end)) >= 0) {
                end++;
            }
            if (end < regex.length() && regex.charAt(end) == ')') {
                at = end + 1;
                return Optional.empty();
            }
            if (regex.startsWith("?P<", at) && regex.indexOf('>', at) > 0) {
                end = regex.indexOf('>', at);
            } else if (end >= regex.length() || regex.charAt(end) != ':') {
                throw new TooHard();
            }
            at = end + 1;
        }
        Optional<List<String>> words = alternatives();
        if (at >= regex.length() || regex.charAt(at) != ')') {
            throw new TooHard();
        }
        at++;
        return words;
    }

    /** Classes with a bracket or a backslash inside are given up. */
    private void skipClass() {
        int begin = regex.startsWith("[^", at) ? at + 2 : at + 1;
        int end = regex.indexOf(']', begin);
        if (end <= begin) {
            throw new TooHard();
        }
        String inside = regex.substring(begin, end);
        if (inside.contains("[") || inside.endsWith("\\")) {
            throw new TooHard();
        }
        at = end + 1;
    }

    private void skipEscape() {
        if (at + 1 >= regex.length() || "dDsSwWbBAznrt".indexOf(regex.charAt(at + 1)) < 0) {
            throw new TooHard();
        }
        at += 2;
    }

    /** Reads a quantifier. @return whether it allows none at all */
    private boolean quantified() {
        repeats = false;
        boolean optional = false;
        while (at < regex.length() && QUANTIFIERS.indexOf(regex.charAt(at)) >= 0) {
            char c = regex.charAt(at);
            repeats = true;
            if (c == '{') {
                int end = regex.indexOf('}', at);
                if (end < 0 || !regex.substring(at + 1, end).matches("[0-9]+(,[0-9]*)?")) {
                    throw new TooHard();
                }
                optional |= regex.substring(at + 1, end).matches("0+(,.*)?");
                at = end;
            }
            optional |= c == '*' || c == '?';
            at++;
        }
        return optional;
    }
}
