// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.ScreeningNote;
import io.vmnhub.exchange.SinkOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A message as the message log knows it: its answer, and what became of it later, in one, without its text.
 *
 * @param takenAt when the hub took it
 * @param answeredAt when the SMSC got its answer; empty when only its end is known
 * @param endedAt when a message that was acknowledged before left the hub or was given up
 * @param id the message's id
 * @param identity what repeats of the message by its SMSC have in common
 * @param application who owns the number
 * @param from the sender: digits, or a name
 * @param to the VMN's digits
 * @param serviceCentre the SMSC that MAP names, digits
 * @param callingTitle the SMSC that SCCP names, digits
 * @param mapVersion the dialogue's version
 * @param alphabet GSM7, UCS2 or OCTETS
 * @param octets the user data's size
 * @param part {@code number/total} of a concatenated message
 * @param outcome what became of it
 * @param answer {@code result}, or the MAP error's name
 * @param reason in words, when it was not a result, or is dead
 * @param tookMillis from taking to answering
 * @param attempts in store mode, how often delivery was tried
 * @param screening what screening said
 * @param routes the ids of the routes it went through
 * @param sinks the ways out that got it
 * @param query the SMSC's last query for the number
 */
public record LoggedMessage(
        Instant takenAt,
        Optional<Instant> answeredAt,
        Optional<Instant> endedAt,
        String id,
        Optional<String> identity,
        Optional<String> application,
        Optional<String> from,
        Optional<String> to,
        Optional<String> serviceCentre,
        Optional<String> callingTitle,
        Optional<Integer> mapVersion,
        Optional<String> alphabet,
        Optional<Integer> octets,
        Optional<String> part,
        MessageOutcome outcome,
        Optional<String> answer,
        Optional<String> reason,
        Optional<Long> tookMillis,
        Optional<Integer> attempts,
        Optional<ScreeningNote> screening,
        List<String> routes,
        List<SinkOutcome> sinks,
        Optional<RoutingQuery> query) {}
