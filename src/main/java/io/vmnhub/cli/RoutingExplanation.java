// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.Absence;
import io.vmnhub.numbering.MessagePolicies;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.time.Instant;
import java.util.Optional;

/** Says what sendRoutingInfoForSM for a number is answered, and why, as far as files can tell. */
record RoutingExplanation(HomeLocationRegister register, MessagePolicies policies) {

    String of(String msisdn) {
        try {
            Vmn vmn = register.subscriber(msisdn);
            Optional<MapUserErrorException> refusal = HomeLocationRegister.refusal(vmn);
            if (refusal.isPresent()) {
                return refused(refusal.get());
            }
            if (vmn.settings().correlation()) {
                return "a correlation IMSI of vmnhub.hlr.correlation-pool, for the SMSC that asks only, and node "
                        + register.node(vmn) + absence(vmn);
            }
            var routing = register.routingInfo(vmn, "", "");
            return "IMSI " + routing.imsi() + ", node " + routing.networkNodeNumber() + absence(vmn);
        } catch (MapUserErrorException e) {
            return refused(e);
        }
    }

    private String absence(Vmn vmn) {
        String noted = "; absentSubscriberSM while a running hub has noted that the application is away"
                + " (GET /manage/v1/waiting)";
        Optional<Absence> told = policies.of(vmn.application()).absence();
        if (told.isEmpty()) {
            return noted;
        }
        Optional<Instant> maintenance = told.get().maintenanceUntil(Instant.now());
        return noted + ", and, as applications.yaml has absence for it, while it cannot receive"
                + " (GET /manage/v1/applications/" + vmn.application() + "/state)"
                + maintenance
                        .map(until -> "; its maintenance lasts until " + until + ": absentSubscriberSM now")
                        .orElse("");
    }

    private static String refused(MapUserErrorException refusal) {
        MapUserError error = refusal.error();
        String older = error.inVersion(2).equals(error) ? "" : ", in versions 1 and 2 " + error.inVersion(2);
        return error + older + ": " + refusal.reason();
    }
}
