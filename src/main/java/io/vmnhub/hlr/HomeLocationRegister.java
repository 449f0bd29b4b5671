// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.numbering.NumberPlan;
import java.util.Optional;

/**
 * Answers for the hub's numbers as their HLR (TS 29.002 clause 12.1): the IMSI that stands for the VMN and the MSC that
 * takes its messages, which is the hub itself. Immutable and thread-safe.
 */
public final class HomeLocationRegister {

    private final NumberPlan numbers;
    private final String networkNodeNumber;

    /** @param networkNodeNumber global title of the node that is to take the messages, digits */
    public HomeLocationRegister(NumberPlan numbers, String networkNodeNumber) {
        this.numbers = numbers;
        this.networkNodeNumber = networkNodeNumber;
    }

    /**
     * Where messages for a number go.
     *
     * @param msisdn digits of an international number
     * @return empty when the number is none of the hub's: unknownSubscriber
     */
    public Optional<RoutingInfo> routingInfo(String msisdn) {
        return numbers.byMsisdn(msisdn).map(vmn -> new RoutingInfo(vmn.imsi(), networkNodeNumber));
    }

    /** Whether the number is one of the hub's. */
    public boolean knows(String msisdn) {
        return numbers.byMsisdn(msisdn).isPresent();
    }
}
