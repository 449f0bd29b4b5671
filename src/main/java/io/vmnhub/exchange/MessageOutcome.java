// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of a message, in one word. */
public enum MessageOutcome {

    /** A way out has confirmed it: at once, or later from the store. */
    DELIVERED,
    /** Acknowledged, on the disk, and not delivered yet. */
    STORED,
    /** One part of a long message, acknowledged and kept until the message is whole. */
    PART,
    /** Acknowledged as a repetition of one that was delivered. */
    DUPLICATE,
    /** Acknowledged, and no way out had it. */
    DISCARDED,
    /** Screening refused it. */
    REFUSED,
    /** Answered with another error: not confirmed, not in time, not readable. */
    FAILED,
    /** Deliberately not answered. */
    UNANSWERED,
    /** Acknowledged into the store, and given up. */
    DEAD;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** As it stands in records, tables and queries. */
    @JsonValue
    public String word() {
        return word;
    }

    /** The one of this word; empty when there is none. */
    public static Optional<MessageOutcome> of(String word) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst();
    }
}
