// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import org.restcomm.protocols.ss7.map.api.MAPDialog;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.MAPParameterFactory;
import org.restcomm.protocols.ss7.map.api.primitives.AddressNature;
import org.restcomm.protocols.ss7.map.api.primitives.AddressString;
import org.restcomm.protocols.ss7.map.api.primitives.MAPExtensionContainer;
import org.restcomm.protocols.ss7.map.api.primitives.NumberingPlan;
import org.restcomm.protocols.ss7.map.api.service.sms.MtForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.SendRoutingInfoForSMRequest;

/** Answers every invoke of version 3 with the same result, and ends its dialogue. */
final class BareAnswers extends SilentMapListener {

    private static final String IMSI = "234150000000123";
    private static final String NETWORK_NODE_NUMBER = "447700000001";

    private final MAPParameterFactory parameters;

    BareAnswers(MAPParameterFactory parameters) {
        this.parameters = parameters;
    }

    @Override
    public void onSendRoutingInfoForSMRequest(SendRoutingInfoForSMRequest request) {
        try {
            request.getMAPDialog()
                    .addSendRoutingInfoForSMResponse(
                            request.getInvokeId(),
                            parameters.createIMSI(IMSI),
                            parameters.createLocationInfoWithLMSI(
                                    parameters.createISDNAddressString(
                                            AddressNature.international_number,
                                            NumberingPlan.ISDN,
                                            NETWORK_NODE_NUMBER),
                                    null,
                                    null,
                                    false,
                                    null),
                            null,
                            null,
                            null);
        } catch (MAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onMtForwardShortMessageRequest(MtForwardShortMessageRequest request) {
        try {
            request.getMAPDialog().addMtForwardShortMessageResponse(request.getInvokeId(), null, null);
        } catch (MAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onDialogDelimiter(MAPDialog dialog) {
        try {
            dialog.close(false);
        } catch (MAPException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onDialogRequest(
            MAPDialog dialog, AddressString destination, AddressString origin, MAPExtensionContainer extensions) {
        // taken; its invoke follows
    }
}
