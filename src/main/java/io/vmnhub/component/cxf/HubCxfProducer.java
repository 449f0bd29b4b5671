// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import io.vmnhub.component.parlayx.SoapTarget;
import io.vmnhub.exchange.AnswerBy;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.component.cxf.jaxws.CxfEndpoint;
import org.apache.camel.component.cxf.jaxws.CxfProducer;

/** Camel's producer, whose calls end in time for the SMSC to be answered. */
final class HubCxfProducer extends CxfProducer {

    HubCxfProducer(CxfEndpoint endpoint) throws Exception {
        super(endpoint);
    }

    @Override
    protected Map<String, Object> prepareRequest(Exchange exchange, org.apache.cxf.message.Exchange cxfExchange)
            throws Exception {
        Map<String, Object> request = super.prepareRequest(exchange, cxfExchange);
        AnswerBy.left(exchange).ifPresent(left -> request.put(SoapTarget.TIME_LEFT, left.minus(SoapTarget.TO_ANSWER)));
        return request;
    }
}
