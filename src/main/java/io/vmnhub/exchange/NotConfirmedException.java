// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import io.vmnhub.log.FailureReason;
import io.vmnhub.log.ReasonedFailure;
import java.util.Optional;

/**
 * An application has not confirmed a message, so it must not be acknowledged. The message says who and why, for one
 * line in the log; it holds neither text nor numbers. Without a stack trace: under load it is an ordinary answer, not a
 * fault in the hub.
 */
public class NotConfirmedException extends Exception implements ReasonedFailure {

    private static final long serialVersionUID = 1L;

    private final transient NextTry nextTry;

    public NotConfirmedException(String message) {
        this(message, null);
    }

    public NotConfirmedException(String message, Throwable cause) {
        this(message, cause, null);
    }

    /** @param nextTry what is known of another attempt; null for nothing */
    public NotConfirmedException(String message, Throwable cause, NextTry nextTry) {
        super(message, cause, false, false);
        this.nextTry = nextTry;
    }

    /** What is known of another attempt. */
    public Optional<NextTry> nextTry() {
        return Optional.ofNullable(nextTry);
    }

    /** A failure in words, for a log line, a record or a dead letter. */
    public static String describe(Throwable failure) {
        return FailureReason.of(failure);
    }
}
