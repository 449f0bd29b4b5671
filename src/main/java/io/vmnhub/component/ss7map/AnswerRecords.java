// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.records.KeptMessages;
import io.vmnhub.records.MessageRecord;
import io.vmnhub.records.RecordLog;
import io.vmnhub.records.RoutingQuery;
import io.vmnhub.sms.MessageIdGenerator;
import io.vmnhub.sms.ShortMessage;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapInvocation;
import io.vmnhub.ss7.MapRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Notes in the message log each answer that an SMSC gets to a message, with the query by which it has learned where to
 * send it. Waits for nothing; thread-safe.
 */
final class AnswerRecords {

    private final RecordLog log;
    private final KeptMessages kept;
    private final HomeLocationRegister register;
    private final MessageIdGenerator ids = new MessageIdGenerator();

    /**
     * @param kept gets messages with their texts; null when they are not kept
     * @param register tells correlation IMSIs from numbers' own
     */
    AnswerRecords(RecordLog log, KeptMessages kept, HomeLocationRegister register) {
        this.log = log;
        this.kept = kept;
        this.register = register;
    }

    /** A message that has been in its route. */
    record Taken(ShortMessage message, String application, MessageTrail trail) {}

    /**
     * @param reason why it is no result; may be empty
     * @param sent false when the dialogue had ended before, or the peer could not be reached
     * @param took from taking to answering
     */
    void answered(MapInvocation invocation, Taken taken, MapAnswer answer, String reason, boolean sent, Duration took) {
        log.accept(MessageRecord.answered(
                taken.message().id(),
                taken.message(),
                taken.application(),
                title(invocation),
                invocation.dialogue().version(),
                taken.message().receivedAt(),
                outcome(answer, taken.trail()),
                name(answer),
                words(reason, sent),
                took.toMillis(),
                taken.trail(),
                log.queries()
                        .last(
                                taken.message().destinationAddress().value(),
                                taken.message().serviceCentreAddress(),
                                title(invocation))
                        .orElse(null)));
        if (kept != null) {
            kept.keep(taken.application(), taken.message());
        }
    }

    /**
     * Of an invoke that has not been in a route: its TPDU is no message, nobody owns the IMSI, or no route thread was
     * free before the deadline.
     */
    void unreadable(MapInvocation invocation, MapAnswer answer, String reason, boolean sent, Duration took) {
        log.accept(MessageRecord.answered(
                ids.next(),
                null,
                "",
                title(invocation),
                invocation.dialogue().version(),
                Instant.now().minus(took),
                MessageOutcome.FAILED,
                name(answer),
                words(reason, sent),
                took.toMillis(),
                null,
                null));
    }

    /**
     * A query that is about to be answered; one that wants no delivery is left out.
     *
     * @return what is noted, for {@link #unsent}; empty when nothing is
     */
    Optional<RoutingQuery> queried(MapInvocation invocation, MapAnswer answer, Duration took) {
        if (!(invocation.request() instanceof MapRequest.SendRoutingInfoForSm asked)
                || asked.parameters().deliveryNotIntended().isPresent()) {
            return Optional.empty();
        }
        MapAnswer.Routing given = answer instanceof MapAnswer.Routing routing ? routing : null;
        RoutingQuery query = new RoutingQuery(
                Instant.now().minus(took),
                title(invocation),
                name(answer),
                given == null ? null : given.imsi(),
                given != null && register.isCorrelation(given.imsi()),
                given == null ? null : given.networkNodeNumber());
        log.queries().answered(asked.msisdn().value(), asked.serviceCentreAddress(), query);
        return Optional.of(query);
    }

    /** The SMSC has not got the answer to a query. */
    void unsent(MapInvocation invocation, RoutingQuery query) {
        if (invocation.request() instanceof MapRequest.SendRoutingInfoForSm asked) {
            log.queries().unsent(asked.msisdn().value(), asked.serviceCentreAddress(), query);
        }
    }

    private static String title(MapInvocation invocation) {
        return invocation.dialogue().callingGlobalTitle().orElse(null);
    }

    /** {@code result}, the MAP error's name, or {@code none}. */
    static String name(MapAnswer answer) {
        return answer instanceof MapAnswer.UserError refused
                ? refused.error().code().errorName()
                : answer instanceof MapAnswer.None ? "none" : "result";
    }

    private static String words(String reason, boolean sent) {
        return reason.isEmpty() && !sent ? "the dialogue had ended before its answer" : reason;
    }

    private static MessageOutcome outcome(MapAnswer answer, MessageTrail trail) {
        if (answer instanceof MapAnswer.UserError) {
            return trail.isRefused() ? MessageOutcome.REFUSED : MessageOutcome.FAILED;
        }
        return answer instanceof MapAnswer.None ? MessageOutcome.UNANSWERED : trail.acknowledged();
    }
}
