// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

/** The signalling stack could not be started or could not send; the message says which part and what would be right. */
public class Ss7Exception extends Exception {

    private static final long serialVersionUID = 1L;

    public Ss7Exception(String message, Throwable cause) {
        super(message, cause);
    }
}
