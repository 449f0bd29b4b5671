package io.vmnhub.inbound;

import io.vmnhub.screening.Refusal;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;

/**
 * The MAP errors of refusals. TS 29.002 clauses 12.1 and 12.9 give each operation errors of its own: one that an operation does not have
 * is answered by its nearest kin, final by final and temporary by temporary.
 */
final class ScreeningAnswers {

    private ScreeningAnswers() {
    }

    static MapUserErrorException toQuery(Refusal refusal, String rule) {
        MapUserError error = error(refusal);
        return exception(switch (error.code()) {
            case UNIDENTIFIED_SUBSCRIBER, ILLEGAL_SUBSCRIBER, ILLEGAL_EQUIPMENT -> MapUserError.of(Code.CALL_BARRED);
            case SUBSCRIBER_BUSY_FOR_MT_SMS, SM_DELIVERY_FAILURE, MESSAGE_WAITING_LIST_FULL -> MapUserError.temporary();
            default -> error;
        }, rule);
    }

    static MapUserErrorException toMessage(Refusal refusal, String rule) {
        MapUserError error = error(refusal);
        return exception(switch (error.code()) {
            case UNKNOWN_SUBSCRIBER -> MapUserError.of(Code.UNIDENTIFIED_SUBSCRIBER);
            case TELESERVICE_NOT_PROVISIONED, CALL_BARRED -> MapUserError.of(Code.ILLEGAL_SUBSCRIBER);
            case MESSAGE_WAITING_LIST_FULL -> MapUserError.temporary();
            default -> error;
        }, rule);
    }

    private static MapUserError error(Refusal refusal) {
        return MapUserError.named(refusal.error(), refusal.cause().orElse(null));
    }

    private static MapUserErrorException exception(MapUserError error, String rule) {
        return new MapUserErrorException(error, "screening rule " + rule);
    }
}
