// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ReasonedFailure;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.ss7.MapAnswer;
import io.vmnhub.ss7.MapRequest;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.util.URISupport;

/**
 * What an exchange's end means: without exception the result; with a {@link MapUserErrorException}, however deep, its
 * error; with anything else a temporary error; with the property {@link Ss7MapConstants#NO_ANSWER} nothing at all.
 *
 * @param reason in words, for the log; without content
 */
record Outcome(MapAnswer answer, String reason) {

    static Outcome of(Exchange exchange, MapRequest request) {
        String silence = exchange.getProperty(Ss7MapConstants.NO_ANSWER, String.class);
        if (silence != null) {
            return new Outcome(new MapAnswer.None(), silence);
        }
        if (exchange.getException() != null) {
            MapUserErrorException userError = exchange.getException(MapUserErrorException.class);
            return userError != null
                    ? new Outcome(new MapAnswer.UserError(userError.error()), userError.reason())
                    : new Outcome(new MapAnswer.UserError(MapUserError.temporary()), describe(exchange));
        }
        if (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast()) {
            return new Outcome(new MapAnswer.UserError(MapUserError.temporary()), "the route rolled back");
        }
        if (request instanceof MapRequest.SendRoutingInfoForSm) {
            String imsi = exchange.getMessage().getHeader(Ss7MapConstants.IMSI, String.class);
            String node = exchange.getMessage().getHeader(Ss7MapConstants.NETWORK_NODE_NUMBER, String.class);
            return imsi != null && node != null
                    ? new Outcome(new MapAnswer.Routing(imsi, node), "")
                    : new Outcome(
                            new MapAnswer.UserError(MapUserError.temporary()),
                            "the route set no header " + Ss7MapConstants.IMSI + " and "
                                    + Ss7MapConstants.NETWORK_NODE_NUMBER);
        }
        return new Outcome(new MapAnswer.Result(), "");
    }

    /** With the endpoint that failed, when it does not say so itself; without its query, which may hold anything. */
    private static String describe(Exchange exchange) {
        String reason = FailureReason.of(exchange.getException());
        String endpoint = exchange.getProperty(ExchangePropertyKey.FAILURE_ENDPOINT, String.class);
        if (endpoint == null || endpoint.startsWith("direct") || isReasoned(exchange.getException())) {
            return reason;
        }
        return URISupport.sanitizeUri(endpoint).replaceFirst("\\?.*", "") + ": " + reason;
    }

    private static boolean isReasoned(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            if (cause instanceof ReasonedFailure) {
                return true;
            }
        }
        return false;
    }
}
