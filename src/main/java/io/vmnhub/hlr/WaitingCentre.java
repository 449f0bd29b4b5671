// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import java.time.Instant;

/**
 * A service centre that has a message for a number.
 *
 * @param address its MAP address, digits, to which it is alerted
 * @param version the MAP version to alert it with: 1 or 2
 * @param since when it came into the list
 * @param until when it is forgotten
 */
public record WaitingCentre(String address, int version, Instant since, Instant until) {

    /** The version of shortMsgAlertContext for an SMSC that uses {@code dialogueVersion} otherwise. */
    static int alertVersion(int dialogueVersion) {
        return dialogueVersion == 1 ? 1 : 2;
    }

    WaitingCentre withVersion(int other) {
        return new WaitingCentre(address, other, since, until);
    }
}
