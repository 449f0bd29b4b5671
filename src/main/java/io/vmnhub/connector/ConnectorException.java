// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

/** A connector cannot be found, fetched, added or removed; the message says why and what would be right. */
public final class ConnectorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int line;

    public ConnectorException(String message) {
        this(message, null);
    }

    public ConnectorException(String message, Throwable cause) {
        this(message, 0, cause);
    }

    /** @param line of the file that is wrong, from 1; 0 when it is not known */
    ConnectorException(String message, int line, Throwable cause) {
        super(message, cause);
        this.line = line;
    }

    /** Of the file that is wrong, from 1; 0 when it is not known. */
    public int line() {
        return line;
    }
}
