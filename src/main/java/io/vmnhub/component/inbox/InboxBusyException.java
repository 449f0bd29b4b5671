// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.inbox;

/**
 * The inbox has as much to do as it takes on; later it works again. Without a stack trace: under load it is an ordinary
 * answer.
 */
public final class InboxBusyException extends Exception {

    private static final long serialVersionUID = 1L;

    InboxBusyException() {
        super("the inbox has too much to do", null, false, false);
    }
}
