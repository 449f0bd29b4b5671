package io.vmnhub.component.ss7map;

import io.vmnhub.sms.NotDeliveredException;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapRequest;
import io.vmnhub.ss7.MapUserError;
import io.vmnhub.ss7.MapUserErrorException;
import org.apache.camel.Exchange;

/**
 * What an exchange's end means: without exception the result; with a {@link MapUserErrorException} or {@link NotDeliveredException},
 * however deep, that error; with anything else a temporary error; with the property {@link Ss7MapConstants#NO_ANSWER} nothing at all.
 *
 * @param reason in words, for the log; the type of an exception only, because its message may hold content
 */
record Outcome(MapAnswer answer, String reason) {

    static Outcome of(Exchange exchange, MapRequest request) {
        String silence = exchange.getProperty(Ss7MapConstants.NO_ANSWER, String.class);
        if (silence != null) {
            return new Outcome(new MapAnswer.None(), silence);
        }
        if (exchange.getException() != null) {
            MapUserErrorException userError = exchange.getException(MapUserErrorException.class);
            NotDeliveredException notDelivered = exchange.getException(NotDeliveredException.class);
            if (userError == null && notDelivered != null) {
                return new Outcome(new MapAnswer.UserError(MapUserError.named(notDelivered.mapError(), notDelivered.mapErrorCause())),
                        notDelivered.getMessage());
            }
            return userError != null ? new Outcome(new MapAnswer.UserError(userError.error()), userError.getMessage())
                    : new Outcome(new MapAnswer.UserError(MapUserError.temporary()), describe(exchange.getException()));
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return new Outcome(new MapAnswer.UserError(MapUserError.temporary()), "the route rolled back");
        }
        if (request instanceof MapRequest.SendRoutingInfoForSm) {
            String imsi = exchange.getMessage().getHeader(Ss7MapConstants.IMSI, String.class);
            String node = exchange.getMessage().getHeader(Ss7MapConstants.NETWORK_NODE_NUMBER, String.class);
            return imsi != null && node != null ? new Outcome(new MapAnswer.Routing(imsi, node), "")
                    : new Outcome(new MapAnswer.UserError(MapUserError.temporary()), "the route set no header "
                            + Ss7MapConstants.IMSI + " and " + Ss7MapConstants.NETWORK_NODE_NUMBER);
        }
        return new Outcome(new MapAnswer.Result(), "");
    }

    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == failure ? failure.getClass().getSimpleName() : failure.getClass().getSimpleName() + " caused by "
                + root.getClass().getSimpleName();
    }
}
