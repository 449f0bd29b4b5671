// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.parlayx;

import org.apache.cxf.interceptor.Fault;
import org.apache.cxf.message.Message;
import org.apache.cxf.phase.AbstractPhaseInterceptor;
import org.apache.cxf.phase.Phase;

/** Refuses an answer that is not a fault and yet has a status other than success. Faults do not come here. */
final class SuccessIn extends AbstractPhaseInterceptor<Message> {

    SuccessIn() {
        super(Phase.PRE_LOGICAL);
    }

    @Override
    public void handleMessage(Message message) {
        int status = (Integer) message.get(Message.RESPONSE_CODE);
        if (status < 200 || status > 299) {
            throw new Fault(SoapConduit.refused(message, "answered " + status + " without a fault"));
        }
    }
}
