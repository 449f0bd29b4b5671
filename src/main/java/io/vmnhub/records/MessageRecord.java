// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.ScreeningNote;
import io.vmnhub.exchange.SinkOutcome;
import io.vmnhub.sms.ShortMessage;
import java.time.Instant;
import java.util.List;

/**
 * What the hub notes of a message: never its text. Fields that do not apply are null or empty, and left out of the line
 * that {@link RecordLines} writes.
 *
 * @param time when it happened
 * @param id the message's id; one that could not be read as a message has one as well
 * @param identity what repeats of the message by its SMSC have in common; null for one that could not be read
 * @param application who owns the number
 * @param from the sender: digits, or a name
 * @param to the VMN's digits
 * @param serviceCentre the SMSC that MAP names, digits
 * @param callingTitle the SMSC that SCCP names, digits
 * @param mapVersion the dialogue's version
 * @param alphabet GSM7, UCS2 or OCTETS
 * @param octets the user data's size
 * @param part {@code number/total} of a concatenated message
 * @param receivedAt when the hub took it
 * @param answer {@code result}, or the MAP error's name
 * @param reason in words, when it was not a result, or not delivered
 * @param tookMillis from taking to answering
 * @param attempts in store mode, how often delivery was tried
 * @param screening what screening said
 * @param routes the ids of the routes it went through
 * @param sinks the ways out that got it
 * @param query the SMSC's last query for the number, of those that this node has answered; null when none is known
 */
public record MessageRecord(
        Instant time,
        Event event,
        String id,
        String identity,
        String application,
        String from,
        String to,
        String serviceCentre,
        String callingTitle,
        Integer mapVersion,
        String alphabet,
        Integer octets,
        String part,
        Instant receivedAt,
        MessageOutcome outcome,
        String answer,
        String reason,
        Long tookMillis,
        Integer attempts,
        ScreeningNote screening,
        List<String> routes,
        List<SinkOutcome> sinks,
        RoutingQuery query) {

    /** What happened. */
    public enum Event {
        /** The SMSC has its answer. */
        ANSWERED("answered"),
        /** A message that was acknowledged before has left the hub, or has been given up. */
        ENDED("ended");

        private final String word;

        Event(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * The answer to a message.
     *
     * @param id of the record when {@code sms} is null
     * @param sms null when it could not be read, or nobody owns its number
     * @param query the SMSC's last query for the number; null when none is known
     */
    public static MessageRecord answered(
            String id,
            ShortMessage sms,
            String application,
            String callingTitle,
            int mapVersion,
            Instant receivedAt,
            MessageOutcome outcome,
            String answer,
            String reason,
            long tookMillis,
            MessageTrail trail,
            RoutingQuery query) {
        boolean read = sms != null;
        return new MessageRecord(
                Instant.ofEpochMilli(System.currentTimeMillis()),
                Event.ANSWERED,
                read ? sms.id() : id,
                read ? sms.identity().toString() : null,
                emptyAsNull(application),
                read ? sms.originatingAddress().value() : null,
                read ? sms.destinationAddress().value() : null,
                read ? sms.serviceCentreAddress() : null,
                callingTitle,
                mapVersion,
                read ? sms.deliver().dataCodingScheme().alphabet().name() : null,
                read ? (Integer) sms.userData().length : null,
                read
                        ? sms.concatenation()
                                .map(part -> part.number() + "/" + part.total())
                                .orElse(null)
                        : null,
                receivedAt,
                outcome,
                answer,
                emptyAsNull(reason),
                tookMillis,
                null,
                trail == null ? null : trail.screening().orElse(null),
                trail == null ? List.of() : trail.routes(),
                trail == null ? List.of() : trail.sinks(),
                query);
    }

    /** What became of a message that was acknowledged before. */
    public static MessageRecord ended(
            MessageOutcome outcome,
            String id,
            String application,
            String reason,
            Integer attempts,
            MessageTrail trail) {
        return new MessageRecord(
                Instant.ofEpochMilli(System.currentTimeMillis()),
                Event.ENDED,
                id,
                null,
                application,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                outcome,
                null,
                reason,
                null,
                attempts,
                null,
                trail == null ? List.of() : trail.routes(),
                trail == null ? List.of() : trail.sinks(),
                null);
    }

    private static String emptyAsNull(String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
