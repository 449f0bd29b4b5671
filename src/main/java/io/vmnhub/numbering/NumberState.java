// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a number can receive; docs/hlr.md has the answer that each state gives in each MAP version. */
public enum NumberState {
    /** It receives messages. */
    ACTIVE,
    /** It is away for a while: absentSubscriberSM, and service centres are noted. */
    SUSPENDED,
    /** It may not receive: callBarred. */
    BARRED,
    /** Nobody has it: unknownSubscriber. */
    NOT_ALLOCATED;

    /** As files have it: {@code not-allocated}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The state of that word.
     *
     * @param word as {@link #word()} gives it
     */
    public static Optional<NumberState> of(String word) {
        return Arrays.stream(values())
                .filter(state -> state.word().equals(word))
                .findFirst();
    }

    /** All words, for error messages. */
    public static String words() {
        return Arrays.stream(values()).map(NumberState::word).collect(Collectors.joining(", "));
    }
}
