// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import java.util.Objects;

/**
 * Ends a message's exchange with a MAP user error: thrown by a step of a route that refuses, and by a way out that
 * knows what the sending service centre is to be told. It carries no stack trace: it is an answer, not a fault.
 */
public class MapUserErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient MapUserError error;
    private final String reason;

    /**
     * @param error what the service centre is told
     * @param reason for the log; no message text and no numbers
     */
    public MapUserErrorException(MapUserError error, String reason) {
        super(error + ": " + reason, null, false, false);
        this.error = Objects.requireNonNull(error, "error");
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    /**
     * A status report for a way out that has no form for one. The SMSC is told what a subscriber's equipment without
     * support for it says, and does not send it again.
     *
     * @param wayOut what has no form for it
     */
    public static MapUserErrorException statusReport(String wayOut) {
        return new MapUserErrorException(
                MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR),
                "a status report, for which there is no form in " + wayOut);
    }

    public MapUserError error() {
        return error;
    }

    /** For the log, where the error stands beside it; {@link #getMessage()} has both. */
    public String reason() {
        return reason;
    }
}
