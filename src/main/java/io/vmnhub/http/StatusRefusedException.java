// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.sms.MapUserErrorException;
import java.time.Duration;
import java.util.Optional;

/** The receiver answered, but not with 2xx; or it is not called any more since it answered 410. */
public final class StatusRefusedException extends NotConfirmedException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param cause what the SMSC is to be told; null for a temporary error */
    public StatusRefusedException(String message, int status, NextTry nextTry, MapUserErrorException cause) {
        super(message, cause, nextTry);
        this.status = status;
    }

    /** The HTTP status, 300 and above; 410 says that the receiver does not want messages any more. */
    public int status() {
        return status;
    }

    /** How long the receiver asks not to be tried (RFC 9110 clause 10.2.3), when it does. */
    public Optional<Duration> retryAfter() {
        return nextTry().map(NextTry::notBefore).filter(pause -> !pause.isZero());
    }
}
