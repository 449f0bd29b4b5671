// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import io.vmnhub.sms.ShortMessage;

/**
 * One message while filters look at it: what they have in common is worked out once, and only when one asks. Used by
 * one thread.
 */
final class Subject {

    private final Sender sender;
    private final String application;
    private final ShortMessage message;
    private final WordSearch words;
    private final long epochMillis;
    private long[] found;
    private CharacterRuns runs;

    Subject(Sender sender, String application, ShortMessage message, WordSearch words, long epochMillis) {
        this.sender = sender;
        this.application = application;
        this.message = message;
        this.words = words;
        this.epochMillis = epochMillis;
    }

    Sender sender() {
        return sender;
    }

    String application() {
        return application;
    }

    ShortMessage message() {
        return message;
    }

    long epochMillis() {
        return epochMillis;
    }

    /** What stands in a row in the text. */
    CharacterRuns runs() {
        if (runs == null) {
            runs = CharacterRuns.of(message.text());
        }
        return runs;
    }

    /** Whether the text has a word of the group. */
    boolean hasWordOf(int group) {
        if (found == null) {
            found = words.find(message.text());
        }
        return (found[group >> 6] & 1L << group) != 0;
    }
}
