// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.DataCodingScheme;
import java.util.Objects;
import java.util.Optional;

/**
 * One short message that the simulated SMSC is to deliver.
 *
 * @param from the sender
 * @param to the VMN, digits of an international number
 * @param text any length; more than one SMS-DELIVER carries it as a concatenated message
 * @param dataCodingScheme how the text is coded; empty for GSM 7 where it can and UCS2 where it must
 * @param version MAP version, 1 to 3
 * @param moreMessages whether the parts of a long text go in one dialogue (moreMessagesToSend)
 * @param twoStep whether the dialogue is opened with an empty TC-BEGIN
 * @param route where to deliver without asking for the routing first
 */
public record Submission(
        Address from,
        String to,
        String text,
        Optional<DataCodingScheme> dataCodingScheme,
        int version,
        boolean moreMessages,
        boolean twoStep,
        Optional<Route> route) {

    public Submission {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(dataCodingScheme, "dataCodingScheme");
        Objects.requireNonNull(route, "route");
        if (!to.matches("[0-9]{3,15}")) {
            throw new IllegalArgumentException("to '" + to + "' is not 3 to 15 digits of an international number");
        }
        if (version < 1 || version > 3) {
            throw new IllegalArgumentException("version " + version + " is not 1, 2 or 3");
        }
    }

    /**
     * What the answer to sendRoutingInfoForSM would say.
     *
     * @param networkNodeNumber digits of the MSC
     */
    public record Route(String imsi, String networkNodeNumber) {}
}
