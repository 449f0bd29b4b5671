// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.util.Objects;
import java.util.Optional;

/**
 * The SMSC as the network names it.
 *
 * @param callingGlobalTitle digits of the SCCP calling party, the address that answers go to; empty when it routes on
 *     SSN
 * @param serviceCentreAddress digits that the MAP operation gives; empty string where it gives none
 */
public record Sender(Optional<String> callingGlobalTitle, String serviceCentreAddress) {

    public Sender {
        Objects.requireNonNull(callingGlobalTitle, "callingGlobalTitle");
        Objects.requireNonNull(serviceCentreAddress, "serviceCentreAddress");
    }

    /** An SMSC that says the same on both layers. */
    public static Sender of(String digits) {
        return new Sender(Optional.of(digits), digits);
    }

    /** Whether both addresses are the same; true also when one is missing, because nothing disagrees then. */
    boolean consistent() {
        return callingGlobalTitle.isEmpty()
                || serviceCentreAddress.isEmpty()
                || callingGlobalTitle.get().equals(serviceCentreAddress);
    }

    /**
     * What limits and gray listing know it by: the SCCP address, which a liar gets no answers to, else the MAP address.
     */
    String key() {
        return callingGlobalTitle.orElse(serviceCentreAddress);
    }
}
