// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

/**
 * A TPDU that is truncated or breaks TS 23.040; the message names the field and its offset and never holds user data.
 *
 * <p>It carries no stack trace: peers decide how often it is thrown, and the message says where in the TPDU the fault
 * is.
 */
public class MalformedTpduException extends Exception {

    private static final long serialVersionUID = 1L;

    public MalformedTpduException(String message) {
        super(message, null, false, false);
    }
}
