package io.vmnhub.sms;

/** Thrown in a route to answer an invoke with a MAP user error. It carries no stack trace: it is an answer, not a fault. */
public class MapUserErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient MapUserError error;

    /** @param reason for the log; no message text and no numbers */
    public MapUserErrorException(MapUserError error, String reason) {
        super(error + ": " + reason, null, false, false);
        this.error = error;
    }

    public MapUserError error() {
        return error;
    }
}
