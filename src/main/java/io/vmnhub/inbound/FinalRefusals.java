package io.vmnhub.inbound;

import io.vmnhub.exchange.NeverConfirmedException;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.sms.NotDeliveredException;
import org.apache.camel.util.ObjectHelper;

/**
 * Which failures are a last word: refusals by a MAP user error after which an SMSC gives up (TS 29.002 clause 17.6, TS 23.040 clause 3.3.2), and
 * what a receiver will never take.
 */
public final class FinalRefusals {

    private FinalRefusals() {
    }

    /** @param failure looked at as deep as the answer to the SMSC is: the first error found counts */
    public static boolean contain(Throwable failure) {
        if (ObjectHelper.getException(NeverConfirmedException.class, failure) != null) {
            return true;
        }
        MapUserErrorException refusal = ObjectHelper.getException(MapUserErrorException.class, failure);
        if (refusal != null) {
            return isFinal(refusal.error());
        }
        NotDeliveredException notDelivered = ObjectHelper.getException(NotDeliveredException.class, failure);
        return notDelivered != null && isFinal(MapUserError.named(notDelivered.mapError(), notDelivered.mapErrorCause()));
    }

    private static boolean isFinal(MapUserError error) {
        return switch (error.code()) {
            case ABSENT_SUBSCRIBER_SM, ABSENT_SUBSCRIBER, SUBSCRIBER_BUSY_FOR_MT_SMS, SYSTEM_FAILURE, MESSAGE_WAITING_LIST_FULL -> false;
            case SM_DELIVERY_FAILURE -> error.cause().orElse(-1) != MapUserError.DeliveryFailureCause.MEMORY_CAPACITY_EXCEEDED.ordinal();
            default -> true;
        };
    }
}
