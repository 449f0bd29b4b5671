// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.exchange.MessageOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Which messages of the log are meant: those that meet everything that is given.
 *
 * @param id the message's id
 * @param to the VMN, digits without plus
 * @param from the sender as it is recorded: digits without plus, or a name
 * @param application who owns the number
 * @param serviceCentre the SMSC that MAP names, digits without plus
 * @param outcome what became of it
 * @param since taken then or later
 * @param until taken before
 */
public record MessageCriteria(
        Optional<String> id,
        Optional<String> to,
        Optional<String> from,
        Optional<String> application,
        Optional<String> serviceCentre,
        Optional<MessageOutcome> outcome,
        Optional<Instant> since,
        Optional<Instant> until) {

    /** All messages. */
    public static final MessageCriteria ALL = new MessageCriteria(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** The one message with this id. */
    public static MessageCriteria message(String id) {
        return new MessageCriteria(
                Optional.of(id),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
