// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;

/** A service answered, but with no envelope. */
final class HttpStatusException extends NotConfirmedException {

    private static final long serialVersionUID = 1L;

    private final int status;

    /** @param next what the answer says of another attempt; null for nothing */
    HttpStatusException(String message, int status, NextTry next) {
        super(message, null, next);
        this.status = status;
    }

    int status() {
        return status;
    }
}
