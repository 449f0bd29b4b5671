// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import java.time.Instant;

/**
 * A message that could not be delivered.
 *
 * @param messageId the message's id
 * @param source what it was: a message in store mode, or a joined long message
 * @param reason why it is dead, in words without content
 * @param attempts how often it was tried; 0 when it never was
 * @param storedAt when it was taken
 * @param diedAt when it was given up
 */
public record DeadLetter(
        String messageId, Source source, String reason, int attempts, Instant storedAt, Instant diedAt) {

    /** Where a dead letter comes from, and goes again when it is replayed. */
    public enum Source {
        STORE("store"),
        LONG_MESSAGES("long-messages");

        private final String word;

        Source(String word) {
            this.word = word;
        }

        /** What operators read. */
        public String word() {
            return word;
        }
    }
}
