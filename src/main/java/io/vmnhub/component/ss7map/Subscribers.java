// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.ss7.Dialogue;
import java.util.Optional;

/** Finds who stands behind the IMSI of an mt-forwardSM. Called once for each message: implementations do not block. */
@FunctionalInterface
public interface Subscribers {

    /**
     * @param imsi digits
     * @return empty when no VMN has this IMSI
     */
    Optional<Subscriber> byImsi(String imsi);

    /**
     * Who takes a message.
     *
     * @param imsi digits
     * @param dialogue the dialogue in which it comes
     * @param serviceCentreAddress the MAP service centre that sends it
     * @throws MapUserErrorException the answer to a message that nobody takes
     */
    default Subscriber recipient(String imsi, Dialogue dialogue, String serviceCentreAddress)
            throws MapUserErrorException {
        return byImsi(imsi)
                .orElseThrow(() -> new MapUserErrorException(
                        MapUserError.of(Code.UNIDENTIFIED_SUBSCRIBER), "no VMN has this IMSI"));
    }

    /**
     * @param msisdn the VMN, digits of an international number
     * @param application the application that owns it
     */
    record Subscriber(String msisdn, String application) {}
}
