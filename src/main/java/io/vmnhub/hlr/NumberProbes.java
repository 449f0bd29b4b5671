// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.hlr;

import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Optional;

/**
 * Answers queries that want no delivery (sm-deliveryNotIntended, TS 29.002 clause 7.6.8): somebody wants to know whose
 * a number is, or of which network. Never tells a node.
 *
 * @param policy what is told
 */
public record NumberProbes(Policy policy) {

    /** In the place of the networkNode-Number, which the answer cannot do without. */
    static final String NO_NODE = "0";

    private static final int NETWORK_DIGITS = 6;

    /** What who asks is told. */
    public enum Policy {
        /** Nothing, whether or not there is such a number: facilityNotSupported. */
        REFUSE,
        /** The network: what the IMSI begins with, followed by zeros. */
        MCC_MNC,
        /** The IMSI, when it is asked for; of a number with correlation IMSIs the network only. */
        IMSI
    }

    /**
     * The answer to a query that wants no delivery.
     *
     * @param networkOnly whether only mobile country and network code are asked for
     * @throws MapUserErrorException the error that it gets
     */
    public RoutingInfo answer(Vmn vmn, boolean networkOnly) throws MapUserErrorException {
        Optional<MapUserErrorException> refusal = HomeLocationRegister.refusal(vmn);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        boolean whole = policy == Policy.IMSI && !networkOnly && !vmn.settings().correlation();
        String imsi = vmn.imsi();
        return new RoutingInfo(
                whole
                        ? imsi
                        : imsi.substring(0, Math.min(NETWORK_DIGITS, imsi.length()))
                                + "0".repeat(Math.max(0, imsi.length() - NETWORK_DIGITS)),
                NO_NODE);
    }

    /** @throws MapUserErrorException when no such query is answered */
    public void requireAllowed() throws MapUserErrorException {
        if (policy == Policy.REFUSE) {
            throw new MapUserErrorException(
                    MapUserError.of(Code.FACILITY_NOT_SUPPORTED), "queries that want no delivery are not answered");
        }
    }
}
