// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

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
     * @param msisdn the VMN, digits of an international number
     * @param application the application that owns it
     */
    record Subscriber(String msisdn, String application) {}
}
