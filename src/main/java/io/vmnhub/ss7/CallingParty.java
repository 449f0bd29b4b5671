// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;

/** Names the calling party of a message or dialogue for the log. */
final class CallingParty {

    private CallingParty() {}

    /** Its global title; of one without a title its point code. */
    static String name(SccpAddress address) {
        if (address == null) {
            return "an unnamed calling party";
        }
        return address.getGlobalTitle() == null
                ? "point code " + address.getSignalingPointCode()
                : "calling title " + address.getGlobalTitle().getDigits();
    }
}
