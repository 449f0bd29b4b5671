// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The YAML parser's errors in the words of whoever wrote the file, with what would be right. */
final class YamlErrorMessages {

    private static final Pattern FOUND = Pattern.compile(".*but (?:found|got) '?([^'(]*)'?(?:\\(.*\\))?");

    private YamlErrorMessages() {}

    /**
     * @param problem as the parser has it
     * @param context what the parser was reading; may be null
     * @param begun the line in which that begins
     * @return empty for errors without a sentence of their own
     */
    static Optional<String> sentence(String problem, String context, Optional<Integer> begun) {
        String reading = String.valueOf(context);
        String since = begun.map(line -> " that begins in line " + line).orElse("");
        if (problem.contains("\\t")) {
            return Optional.of("a tab stands here: YAML is indented with spaces");
        }
        if (problem.contains("mapping values are not allowed")) {
            return Optional.of("a ': ' stands where no key can: put a value that holds one in quotes, and mind the "
                    + "indentation of this line and the one before");
        }
        if (problem.contains("expected <block end>") && problem.contains("<scalar>")) {
            return Optional.of("more text stands behind a value that is complete: put the whole value in quotes");
        }
        if (problem.contains("expected <block end>")) {
            return Optional.of(
                    reading.contains("collection") || reading.contains("sequence")
                            ? "this line does not belong to the list" + since
                                    + ": each item begins with '- ', as far in as " + "the first"
                            : "this line does not belong to the group of keys" + since
                                    + ": indent it as far as the first " + "key, or as part of the value above");
        }
        if (problem.contains("could not find expected ':'")) {
            return Optional.of("the key" + since + " has no ': ' and no value");
        }
        if (problem.contains("expected ',' or ']'")) {
            return Optional.of(
                    "the list" + since + " in brackets is not closed: a , or ] is missing before " + found(problem));
        }
        if (problem.contains("expected ',' or '}'")) {
            return Optional.of(
                    "the group" + since + " in braces is not closed: a , or } is missing before " + found(problem));
        }
        if (problem.contains("expected the node content")) {
            return Optional.of("a value is missing here, before " + found(problem)
                    + (reading.contains("flow") ? ": close the bracket" + since : ""));
        }
        if (problem.contains("unexpected end of stream") && reading.contains("quoted")) {
            return Optional.of("the quotes" + since.replace("begins", "begin") + " are not closed");
        }
        if (problem.contains("expected chomping or indentation indicators")) {
            return Optional.of("behind | and > nothing but - or + may stand: the text begins on the next line");
        }
        if (problem.contains("found character") && problem.contains("that cannot start any token")) {
            return Optional.of("a value cannot begin with "
                    + problem.replaceFirst(".*found character '?(.)'?.*", "'$1'") + ": put it in quotes");
        }
        if (problem.contains("found unknown escape character")) {
            return Optional.of("a backslash in \"…\" needs a second one before it, or the text single quotes: '…'");
        }
        return Optional.empty();
    }

    private static String found(String problem) {
        Matcher found = FOUND.matcher(problem);
        String token = found.matches() ? found.group(1) : "";
        return switch (token) {
            case "<stream end>", "" -> "the end of the file";
            case "<block end>" -> "the end of this part";
            case "<block mapping start>", "?", ":" -> "this key";
            case "<block sequence start>", "-" -> "this item";
            case "<scalar>" -> "this value";
            default -> "'" + token + "'";
        };
    }
}
