// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.api.rest.ProblemException;

/**
 * A message as an operator describes it.
 *
 * @param from digits, or a name of 11 characters at most
 * @param to digits
 * @param smsc the calling global title, digits
 */
record TestMessageForm(String from, String to, String text, String smsc) {

    private static final int LONGEST_TEXT = 160;
    private static final String DIGITS = "[0-9]{3,15}";

    /** @throws ProblemException 400, names the member that is wrong */
    static TestMessageForm of(JsonNode form) {
        String from = form.path("from").asText("").strip();
        String to = form.path("to").asText("").strip().replaceFirst("^\\+", "");
        String text = form.path("text").asText("");
        String smsc = form.path("smsc").asText("").strip().replaceFirst("^\\+", "");
        if (!from.matches("\\+?" + DIGITS + "|[\\p{L}\\p{N} ._-]{1,11}")) {
            throw ProblemException.invalid("from", "from must be 3 to 15 digits, or a name of 11 characters at most");
        }
        if (!to.matches(DIGITS)) {
            throw ProblemException.invalid("to", "to must be a number of 3 to 15 digits");
        }
        if (!smsc.isEmpty() && !smsc.matches(DIGITS)) {
            throw ProblemException.invalid("smsc", "smsc must be a global title of 3 to 15 digits");
        }
        if (text.length() > LONGEST_TEXT) {
            throw ProblemException.invalid("text", "text must have " + LONGEST_TEXT + " characters at most");
        }
        return new TestMessageForm(from, to, text, smsc);
    }
}
