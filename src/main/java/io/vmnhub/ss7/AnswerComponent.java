// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MessageWaitingStatus;
import org.restcomm.protocols.ss7.map.api.MAPOperationCode;

/**
 * The component that answers an invoke (ITU-T Q.773 clause 4.2.2), written as jSS7 writes it: ReturnResultLast or
 * ReturnError, with the parameter that the operation or the error has in the dialogue's version (TS 29.002 clause 17).
 * {@link AnswerEncoding} has jSS7 make the same ones.
 */
final class AnswerComponent {

    private static final int INVOKE = 0xa1;
    private static final int RETURN_RESULT_LAST = 0xa2;
    private static final int RETURN_ERROR = 0xa3;
    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OCTET_STRING = 0x04;
    private static final int ENUMERATED = 0x0a;
    private static final int SEQUENCE = 0x30;
    private static final int LOCATION_INFO_WITH_LMSI = 0xa0;
    private static final int NETWORK_NODE_NUMBER = 0x81;
    private static final int INTERNATIONAL_ISDN = 0x91;
    private static final int REQUESTED_RETRANSMISSION_TIME = 0x82;
    private static final int SHORTEST_IMSI = 5;
    private static final int LONGEST_IMSI = 15;
    private static final int LONGEST_NUMBER = 15;
    private static final int NO_CAUSE_NAMED = 1;

    /** MW-Status has six bits at least. */
    private static final int UNUSED_BITS = 2;

    private AnswerComponent() {}

    /**
     * Writes the answer to one invoke.
     *
     * @return false when jSS7 must write it; what is in {@code out} is of no use then
     */
    static boolean write(BerWriter out, long invokeId, MapRequest request, MapAnswer given, int version) {
        if (invokeId != (byte) invokeId) {
            return false;
        }
        MapAnswer answer = AnswerEncoding.fitting(request, given);
        int end = out.open();
        if (answer instanceof MapAnswer.UserError error) {
            error(
                    out,
                    error.error().inVersion(version),
                    version,
                    AnswerEncoding.resource(request).getCode());
        } else if (answer instanceof MapAnswer.Routing routing && !routing(out, routing)) {
            return false;
        }
        out.element(INTEGER, (int) invokeId);
        out.close(answer instanceof MapAnswer.UserError ? RETURN_ERROR : RETURN_RESULT_LAST, end);
        return true;
    }

    /** An informServiceCentre, the first invoke of this side in its dialogue. */
    static void inform(BerWriter out, MessageWaitingStatus waiting) {
        int end = out.open();
        out.octet((waiting.serviceCentreNotIncluded() ? 0x80 : 0)
                | (waiting.notReachable() ? 0x40 : 0)
                | (waiting.memoryCapacityExceeded() ? 0x20 : 0));
        out.octet(UNUSED_BITS);
        out.close(BIT_STRING, end);
        out.close(SEQUENCE, end);
        out.element(INTEGER, MAPOperationCode.informServiceCentre);
        out.element(INTEGER, 0);
        out.close(INVOKE, end);
    }

    /** RoutingInfoForSM-Res, the same in all versions. */
    private static boolean routing(BerWriter out, MapAnswer.Routing routing) {
        int imsiDigits = routing.imsi().length();
        boolean usual = imsiDigits >= SHORTEST_IMSI
                && imsiDigits <= LONGEST_IMSI
                && routing.networkNodeNumber().length() <= LONGEST_NUMBER;
        int end = out.open();
        if (!usual || !out.digits(routing.networkNodeNumber())) {
            return false;
        }
        out.octet(INTERNATIONAL_ISDN);
        out.close(NETWORK_NODE_NUMBER, end);
        out.close(LOCATION_INFO_WITH_LMSI, end);
        int imsi = out.open();
        if (!out.digits(routing.imsi())) {
            return false;
        }
        out.close(OCTET_STRING, imsi);
        out.close(SEQUENCE, end);
        out.element(INTEGER, MAPOperationCode.sendRoutingInfoForSM);
        out.close(SEQUENCE, end);
        return true;
    }

    private static void error(BerWriter out, MapUserError error, int version, int networkResource) {
        switch (error.code()) {
            case SM_DELIVERY_FAILURE -> {
                int end = out.open();
                if (version > 1) {
                    error.diagnosticInfo().ifPresent(tpdu -> out.element(OCTET_STRING, tpdu));
                }
                out.element(ENUMERATED, error.cause().orElse(NO_CAUSE_NAMED));
                if (version > 1) {
                    out.close(SEQUENCE, end);
                }
            }
            case SYSTEM_FAILURE -> sequence(out, ENUMERATED, networkResource, version > 2);
            case ABSENT_SUBSCRIBER_SM -> absent(out, error);
            case CALL_BARRED -> error.cause().ifPresent(cause -> sequence(out, ENUMERATED, cause, version > 2));
            default -> {
                // the others have no parameter that must be sent
            }
        }
        out.element(INTEGER, error.code().value());
    }

    private static void absent(BerWriter out, MapUserError error) {
        int end = out.open();
        error.requestedRetransmissionTime()
                .ifPresent(time -> out.element(REQUESTED_RETRANSMISSION_TIME, AbsentUntil.octets(time)));
        error.cause().ifPresent(cause -> out.element(INTEGER, cause));
        if (out.open() != end) {
            out.close(SEQUENCE, end);
        }
    }

    private static void sequence(BerWriter out, int tag, int value, boolean wrapped) {
        int end = out.open();
        out.element(tag, value);
        if (wrapped) {
            out.close(SEQUENCE, end);
        }
    }
}
