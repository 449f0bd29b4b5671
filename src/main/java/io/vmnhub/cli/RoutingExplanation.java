// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Optional;

/** Says what sendRoutingInfoForSM for a number is answered, and why, as far as files can tell. */
record RoutingExplanation(HomeLocationRegister register) {

    String of(String msisdn) {
        try {
            Vmn vmn = register.subscriber(msisdn);
            Optional<MapUserErrorException> refusal = register.refusal(vmn);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            if (vmn.settings().correlation()) {
                return "a correlation IMSI of vmnhub.hlr.correlation-pool, for the SMSC that asks only";
            }
            var routing = register.routingInfo(vmn, "", "");
            return "IMSI " + routing.imsi() + ", node " + routing.networkNodeNumber()
                    + "; absentSubscriberSM while a running hub has noted that the application is away"
                    + " (GET /manage/v1/waiting)";
        } catch (MapUserErrorException e) {
            return refused(e);
        }
    }

    private static String refused(MapUserErrorException refusal) {
        MapUserError error = refusal.error();
        String older = error.inVersion(2).equals(error) ? "" : ", in versions 1 and 2 " + error.inVersion(2);
        return error + older + ": " + refusal.reason();
    }
}
