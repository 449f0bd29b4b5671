// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

/** A message that a session of this version cannot carry. */
public final class NotEncodableException extends Exception {

    private static final long serialVersionUID = 1L;

    NotEncodableException(String reason) {
        super(reason, null, false, false);
    }
}
