package io.vmnhub.northbound;

/**
 * An application has not confirmed a message, so it must not be acknowledged. The message says who and why, for one line in the log; it
 * holds neither text nor numbers. Without a stack trace: under load it is an ordinary answer, not a fault in the hub.
 */
public class NotConfirmedException extends Exception {

    private static final long serialVersionUID = 1L;

    public NotConfirmedException(String message) {
        this(message, null);
    }

    public NotConfirmedException(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
