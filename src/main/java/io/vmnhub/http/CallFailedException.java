// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

/**
 * An HTTP request that got no complete answer. Its message says in words why; it has no stack trace, being ordinary
 * under load.
 */
public final class CallFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean theirs;

    private CallFailedException(String message, Throwable cause, boolean theirs) {
        super(message, cause, false, false);
        this.theirs = theirs;
    }

    /** The server's or the network's doing. */
    public static CallFailedException theirs(String message, Throwable cause) {
        return new CallFailedException(message, cause, true);
    }

    /** The hub's own decision: it says nothing about the server. */
    static CallFailedException ours(String message) {
        return new CallFailedException(message, null, false);
    }

    public boolean isTheirs() {
        return theirs;
    }
}
