package io.vmnhub.sms;

import java.util.Objects;

/**
 * Thrown by a way out that knows what the sending service centre is to be told: a MAP user error, by its name in TS 29.002. It
 * carries no stack trace: it is an answer, not a fault.
 */
public class NotDeliveredException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String mapError;
    private final String mapErrorCause;

    /**
     * @param mapError      name of the user error, such as {@code systemFailure}
     * @param mapErrorCause name of its cause, for {@code sm-DeliveryFailure}; empty for none
     * @param reason        for the log; no message text and no numbers
     */
    public NotDeliveredException(String mapError, String mapErrorCause, String reason) {
        super(reason, null, false, false);
        this.mapError = Objects.requireNonNull(mapError, "mapError");
        this.mapErrorCause = Objects.requireNonNull(mapErrorCause, "mapErrorCause");
    }

    /**
     * A status report for a way out that has no form for one. The SMSC is told what a subscriber's equipment without support for it says, and
     * does not send it again.
     *
     * @param wayOut what has no form for it
     */
    public static NotDeliveredException statusReport(String wayOut) {
        return new NotDeliveredException("sm-DeliveryFailure", "equipmentProtocolError", "a status report, for which there is no form in " + wayOut);
    }

    public String mapError() {
        return mapError;
    }

    /** Empty for none. */
    public String mapErrorCause() {
        return mapErrorCause;
    }
}
