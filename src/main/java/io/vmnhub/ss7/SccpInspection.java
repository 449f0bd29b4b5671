// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.GlobalTitleTranslation.Title;
import io.vmnhub.ss7.SccpReassembly.Outcome;
import io.vmnhub.ss7.SccpReassembly.Segment;
import io.vmnhub.ss7.api.Ss7Events;
import java.util.concurrent.TimeUnit;

/**
 * Looks at each connectionless message before jSS7's SCCP does, which drops what it cannot read or route, and returns
 * what it returns in the wrong type and only to titles that a rule has.
 *
 * <ol>
 *   <li>A message that cannot be read, or that is not for the hub, is counted, and returned to its sender when that
 *       asked for it (ITU-T Q.714 clause 4.2): as UDTS, XUDTS or LUDTS, with the cause of Q.713 clause 3.12.
 *   <li>Connections are refused: jSS7 would keep one for each request.
 *   <li>Segments are put together.
 *   <li>What is for the hub goes on as a plain UDT, or LUDT when it is longer, without optional parameters.
 * </ol>
 *
 * Thread-safe.
 */
final class SccpInspection {

    private static final int MANAGEMENT = 1;
    private static final int HLR = 6;
    private static final int MSC = 8;
    private static final int MOST_PARTIAL_MESSAGES = 4_096;
    private static final long REASSEMBLY_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(15);
    private static final byte[] NOTHING = {};
    private static final byte CONNECTION_REQUEST = 0x01;
    private static final byte CONNECTION_REFUSED = 0x03;
    private static final int LOCAL_REFERENCE_END = 3;
    private static final byte REFUSED_BY_USER = 0x03;

    private final SccpTranslation translation;
    private final Ss7Events events;
    private final ReturnPath returns;
    private final SccpReassembly reassembly = new SccpReassembly(MOST_PARTIAL_MESSAGES, REASSEMBLY_TIMEOUT_NANOS);

    /** Sends an SCCP message to a point code. */
    interface ReturnPath {
        void send(byte[] sccp, int pointCode, int sls);
    }

    SccpInspection(SccpTranslation translation, Ss7Events events, ReturnPath returns) {
        this.translation = translation;
        this.events = events;
        this.returns = returns;
    }

    /**
     * @return what jSS7's SCCP is to process; nothing when the message has been dealt with, or waits for its other
     *     segments
     */
    byte[] inspect(byte[] sccp, int originatingPointCode, int sls) {
        if (!Unitdata.isUnitdata(sccp)) {
            refuseConnection(sccp, originatingPointCode, sls);
            return NOTHING;
        }
        Segment message = new Segment(Unitdata.of(sccp), originatingPointCode, sls);
        Unitdata unitdata = message.unitdata();
        if (!unitdata.complete()) {
            events.messageRefused(
                    "an SCCP message whose addresses or data break off, from point code " + originatingPointCode);
            return NOTHING;
        }
        ReturnCause cause = cause(unitdata);
        if (cause != null) {
            refuse(message, cause);
            return NOTHING;
        }
        return unitdata.segment() && !unitdata.returned() ? segment(message) : unitdata.plain();
    }

    /**
     * The hub takes no connections: a request is refused (ITU-T Q.714 clause 3.2.2), and everything else belongs to
     * none.
     */
    private void refuseConnection(byte[] sccp, int originatingPointCode, int sls) {
        events.messageRefused("an SCCP message that is not connectionless, from point code " + originatingPointCode);
        boolean request = sccp.length > LOCAL_REFERENCE_END && sccp[0] == CONNECTION_REQUEST;
        if (request && translation.isAdjacent(originatingPointCode)) {
            byte[] refused = {CONNECTION_REFUSED, sccp[1], sccp[2], sccp[3], REFUSED_BY_USER, 0};
            returns.send(refused, originatingPointCode, sls);
        }
    }

    private ReturnCause cause(Unitdata unitdata) {
        if (!unitdata.returned()) {
            if (!unitdata.connectionless()) {
                return ReturnCause.UNQUALIFIED;
            }
            if (!unitdata.hopsLeft()) {
                return ReturnCause.HOP_COUNTER_VIOLATION;
            }
            if (!unitdata.optionsReadable()) {
                return ReturnCause.ERROR_IN_MESSAGE_TRANSPORT;
            }
        }
        return cause(PartyAddress.of(unitdata.called()));
    }

    private ReturnCause cause(PartyAddress called) {
        int subsystem = called.subsystem();
        boolean equipped = subsystem == HLR || subsystem == MSC;
        if (called.routedOnSubsystem()) {
            return equipped || subsystem == MANAGEMENT ? null : ReturnCause.UNEQUIPPED_USER;
        }
        if (!called.titled()) {
            return ReturnCause.NO_TRANSLATION_FOR_SUCH_NATURE;
        }
        if (translation.isLocal(called.title()) && (equipped || subsystem == 0)) {
            return null;
        }
        return !equipped && isOurs(called.title()) ? ReturnCause.UNEQUIPPED_USER : translation.refusal(called.title());
    }

    /** Whether the title is the hub's for some subsystem. */
    private boolean isOurs(Title title) {
        return translation.isLocal(title)
                || translation.isLocal(title.withSubsystem(MSC))
                || translation.isLocal(title.withSubsystem(HLR));
    }

    private byte[] segment(Segment message) {
        Outcome outcome = reassembly.add(message, System.nanoTime());
        if (outcome.returned() != null) {
            refuse(outcome.returned(), outcome.cause());
        }
        return outcome.whole() == null ? NOTHING : outcome.whole();
    }

    /** Returns the first segments of messages that did not become whole in time. */
    void expire() {
        reassembly.expired(System.nanoTime()).forEach(first -> refuse(first, ReturnCause.ERROR_IN_MESSAGE_TRANSPORT));
    }

    private void refuse(Segment message, ReturnCause cause) {
        Unitdata unitdata = message.unitdata();
        PartyAddress called = PartyAddress.of(unitdata.called());
        events.messageRefused("an SCCP message for SSN " + called.subsystem() + " from point code "
                + message.originatingPointCode() + ": " + cause);
        if (!unitdata.returnOption()) {
            return;
        }
        PartyAddress calling = PartyAddress.of(unitdata.calling());
        int pointCode = calling.routedOnSubsystem() && translation.isAdjacent(calling.pointCode())
                ? calling.pointCode()
                : translation.pointCode(message.originatingPointCode(), calling.title());
        if (pointCode < 0) {
            events.messageRefused(
                    "a return to point code " + message.originatingPointCode() + ", which nothing leads to");
        } else {
            returns.send(unitdata.returnedFor(cause), pointCode, message.sls());
        }
    }
}
