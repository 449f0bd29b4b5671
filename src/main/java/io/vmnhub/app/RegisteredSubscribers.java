// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.component.ss7map.Subscribers;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserErrorException;
import io.vmnhub.ss7.Dialogue;
import java.util.Optional;

/** The numbers of the register as the component {@code ss7-map} looks for them. */
record RegisteredSubscribers(HomeLocationRegister register) implements Subscribers {

    @Override
    public Optional<Subscriber> byImsi(String imsi) {
        try {
            return Optional.of(subscriber(register.recipient(imsi)));
        } catch (MapUserErrorException e) {
            return Optional.empty();
        }
    }

    @Override
    public Subscriber recipient(String imsi, Dialogue dialogue, String serviceCentreAddress)
            throws MapUserErrorException {
        return subscriber(register.recipient(imsi));
    }

    private static Subscriber subscriber(Vmn vmn) {
        return new Subscriber(vmn.msisdn(), vmn.application());
    }
}
