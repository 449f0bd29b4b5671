package io.vmnhub.northbound.soap;

import io.vmnhub.northbound.NotConfirmedException;

/** A service answered, but with no envelope. */
final class HttpStatusException extends NotConfirmedException {

    private static final long serialVersionUID = 1L;

    private final int status;

    HttpStatusException(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
