// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

/**
 * A receiver will not take this message, however often it is tried: it is too long for its column, say. The SMSC gets a
 * temporary error, as for any {@link NotConfirmedException}, because the receiver may be repaired; a message that is
 * stored becomes a dead letter at once.
 */
public final class NeverConfirmedException extends NotConfirmedException {

    private static final long serialVersionUID = 1L;

    public NeverConfirmedException(String message, Throwable cause) {
        super(message, cause);
    }
}
