// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.time.Duration;
import java.util.List;

/**
 * A dialogue that the hub (as HLR) or the simulator (as SMSC) opens: one or more invokes of the same operation, sent
 * one after the other, each when the one before has been answered.
 *
 * @param version MAP version 1 to 3 (alertServiceCentre: 1 or 2)
 * @param calledGlobalTitle E.164 digits of the called party
 * @param calledSubsystem its SSN: 6 HLR, 8 MSC
 * @param callingGlobalTitle E.164 digits of the calling party
 * @param callingSubsystem its SSN
 * @param requests the invokes, at least one
 * @param twoStep open with an empty TC-BEGIN and send the first invoke when the peer has accepted the dialogue
 * @param timeout how long each answer may take
 */
public record MapCall(
        int version,
        String calledGlobalTitle,
        int calledSubsystem,
        String callingGlobalTitle,
        int callingSubsystem,
        List<MapRequest> requests,
        boolean twoStep,
        Duration timeout) {

    /** SSN of an HLR. */
    public static final int HLR = 6;
    /** SSN of an MSC. */
    public static final int MSC = 8;

    public MapCall {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("requests: at least one is needed");
        }
        if (version < 1 || version > 3) {
            throw new IllegalArgumentException("version " + version + " is not 1, 2 or 3");
        }
        if (twoStep && version == 1) {
            throw new IllegalArgumentException("twoStep: a version 1 dialogue cannot be opened without its invoke");
        }
    }
}
