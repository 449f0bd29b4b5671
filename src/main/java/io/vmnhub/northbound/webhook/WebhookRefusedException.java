package io.vmnhub.northbound.webhook;

import io.vmnhub.northbound.NotConfirmedException;
import io.vmnhub.sms.NotDeliveredException;
import java.time.Duration;
import java.util.Optional;

/** The receiver answered, but not with 2xx. */
public final class WebhookRefusedException extends NotConfirmedException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final Duration retryAfter;

    /** @param cause what the SMSC is to be told; null for a temporary error */
    WebhookRefusedException(String message, int status, Optional<Duration> retryAfter, NotDeliveredException cause) {
        super(message, cause);
        this.status = status;
        this.retryAfter = retryAfter.orElse(null);
    }

    /** The HTTP status, 300 and above; 410 says that the receiver does not want messages any more. */
    public int status() {
        return status;
    }

    /** How long the receiver asks not to be tried (RFC 9110 clause 10.2.3), when it does. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
