// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import io.vmnhub.sms.EightBitText;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * In which form an application gets its messages, and what the network is told while it is away.
 *
 * @param eightBit how 8-bit data is read; default binary
 * @param longMessages whether it gets parts or whole messages; default parts
 * @param incompleteAfter how long missing parts are waited for, from the first one that came; default 15 minutes
 * @param incomplete what then becomes of the parts that came; default deliver
 * @param duplicates what becomes of a message that was confirmed before; default acknowledge
 * @param duplicatesWithin how long a confirmed message is remembered; default 24 hours
 * @param absence what the network is told while the application cannot receive; empty for nothing but what becomes of
 *     each message
 */
public record MessagePolicy(
        EightBitText eightBit,
        LongMessages longMessages,
        Duration incompleteAfter,
        Incomplete incomplete,
        Duplicates duplicates,
        Duration duplicatesWithin,
        Optional<Absence> absence) {

    /** What an application has that has said nothing. */
    public static final MessagePolicy DEFAULT = new MessagePolicy(
            EightBitText.BINARY,
            LongMessages.PARTS,
            Duration.ofMinutes(15),
            Incomplete.DELIVER,
            Duplicates.ACKNOWLEDGE,
            Duration.ofHours(24),
            Optional.empty());

    /** What an application gets of a long message. */
    public enum LongMessages {
        /** Each part as it comes. */
        PARTS,
        /** One message once all parts have come. */
        WHOLE
    }

    /** What becomes of a long message whose parts have not all come. */
    public enum Incomplete {
        DELIVER,
        DEAD_LETTER
    }

    /** What becomes of a message that was confirmed before. */
    public enum Duplicates {
        ACKNOWLEDGE,
        DELIVER
    }

    /** Of an application whose absence the network is not told of. */
    public MessagePolicy(
            EightBitText eightBit,
            LongMessages longMessages,
            Duration incompleteAfter,
            Incomplete incomplete,
            Duplicates duplicates,
            Duration duplicatesWithin) {
        this(eightBit, longMessages, incompleteAfter, incomplete, duplicates, duplicatesWithin, Optional.empty());
    }

    public MessagePolicy {
        Objects.requireNonNull(absence, "absence");
        Objects.requireNonNull(eightBit, "eightBit");
        Objects.requireNonNull(longMessages, "longMessages");
        Objects.requireNonNull(incomplete, "incomplete");
        Objects.requireNonNull(duplicates, "duplicates");
        positive("incompleteAfter", incompleteAfter);
        positive("duplicatesWithin", duplicatesWithin);
    }

    private static void positive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " " + duration + " is not above zero");
        }
    }

    /** The same with another way to read 8-bit data. */
    public MessagePolicy withEightBit(EightBitText other) {
        return new MessagePolicy(
                other, longMessages, incompleteAfter, incomplete, duplicates, duplicatesWithin, absence);
    }

    /** The same with what the network is told of an absence. */
    public MessagePolicy withAbsence(Optional<Absence> other) {
        return new MessagePolicy(
                eightBit, longMessages, incompleteAfter, incomplete, duplicates, duplicatesWithin, other);
    }
}
