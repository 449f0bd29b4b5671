// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * 8-bit data holds octets that stand for no character in the charset agreed for it. The message names the charset, not
 * the data.
 */
public final class UnmappableTextException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnmappableTextException(String message) {
        super(message);
    }
}
