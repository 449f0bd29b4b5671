// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import java.time.Instant;

/**
 * The sendRoutingInfoForSM by which an SMSC has learned where a message goes, and its answer (TS 29.002 clause 12.1).
 *
 * @param at when the hub took it
 * @param callingTitle the SMSC that SCCP names, digits; null without one
 * @param answer {@code result}, the MAP error's name, or {@code none}
 * @param imsi the IMSI of the answer, digits; null when it had none
 * @param correlation whether that is a correlation IMSI, not the number's own
 * @param networkNodeNumber the node of the answer, digits; null when it had none
 */
public record RoutingQuery(
        Instant at, String callingTitle, String answer, String imsi, boolean correlation, String networkNodeNumber) {

    /** Without the numbers. */
    @Override
    public String toString() {
        return "RoutingQuery " + answer;
    }
}
