// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

/** A connector cannot be found, fetched, added or removed; the message says why and what would be right. */
public final class ConnectorException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConnectorException(String message) {
        super(message);
    }

    public ConnectorException(String message, Throwable cause) {
        super(message, cause);
    }
}
