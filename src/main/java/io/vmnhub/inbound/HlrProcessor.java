// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.Ss7MapConstants;
import io.vmnhub.hlr.HomeLocationRegister;
import io.vmnhub.hlr.RoutingInfo;
import io.vmnhub.numbering.Vmn;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.sms.MapUserErrorException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The bean {@code homeLocationRegister} of the inbound routes. For sendRoutingInfoForSM it sets the headers that become
 * the answer, or ends with unknownSubscriber. For reportSM-DeliveryStatus it accepts reports of success; the others it
 * answers with messageWaitingListFull, because the hub keeps no message waiting data and the SMSC has to try again on
 * its own schedule.
 */
public final class HlrProcessor implements Processor {

    private static final int SUCCESSFUL_TRANSFER = 2;

    private final HomeLocationRegister register;

    public HlrProcessor(HomeLocationRegister register) {
        this.register = register;
    }

    @Override
    public void process(Exchange exchange) {
        String msisdn = exchange.getMessage().getHeader(SmsConstants.DESTINATION_ADDRESS, String.class);
        Integer outcome = exchange.getMessage().getHeader(Ss7MapConstants.DELIVERY_OUTCOME, Integer.class);
        try {
            Vmn vmn = register.subscriber(msisdn);
            if (outcome == null) {
                route(exchange, vmn);
            } else if (outcome != SUCCESSFUL_TRANSFER) {
                throw new MapUserErrorException(
                        MapUserError.of(Code.MESSAGE_WAITING_LIST_FULL), "no message waiting data is kept");
            }
        } catch (MapUserErrorException e) {
            exchange.setException(e);
        }
    }

    private void route(Exchange exchange, Vmn vmn) throws MapUserErrorException {
        Optional<MapUserErrorException> refusal = register.refusal(vmn);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        RoutingInfo routing = register.routingInfo(vmn);
        exchange.getMessage().setHeader(Ss7MapConstants.IMSI, routing.imsi());
        exchange.getMessage().setHeader(Ss7MapConstants.NETWORK_NODE_NUMBER, routing.networkNodeNumber());
    }
}
