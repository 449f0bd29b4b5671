// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.Address;
import java.time.Duration;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.MAPParameterFactory;
import org.restcomm.protocols.ss7.map.api.primitives.AddressNature;
import org.restcomm.protocols.ss7.map.api.primitives.AddressString;
import org.restcomm.protocols.ss7.map.api.primitives.ISDNAddressString;
import org.restcomm.protocols.ss7.map.api.primitives.NumberingPlan;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;
import org.restcomm.protocols.ss7.map.api.service.sms.SMDeliveryOutcome;
import org.restcomm.protocols.ss7.map.api.service.sms.SM_RP_DA;
import org.restcomm.protocols.ss7.map.api.service.sms.SM_RP_OA;

/** Turns the requests of this side into the invokes of a dialogue, each in the form of its operation and version. */
final class InvokeEncoding {

    private final MAPParameterFactory parameters;

    InvokeEncoding(MAPParameterFactory parameters) {
        this.parameters = parameters;
    }

    void add(MAPDialogSms dialog, MapRequest request, int version, Duration timeout) throws MAPException {
        int millis = (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        if (request instanceof MapRequest.SendRoutingInfoForSm routing) {
            dialog.addSendRoutingInfoForSMRequest(
                    millis,
                    isdn(routing.msisdn()),
                    routing.priority(),
                    serviceCentre(routing.serviceCentreAddress()),
                    null,
                    false,
                    null,
                    null,
                    null,
                    false,
                    null,
                    false,
                    false,
                    null,
                    null);
        } else if (request instanceof MapRequest.ForwardSm forward) {
            forward(dialog, forward, version, millis);
        } else if (request instanceof MapRequest.ReportSmDeliveryStatus report) {
            dialog.addReportSMDeliveryStatusRequest(
                    millis,
                    isdn(report.msisdn()),
                    serviceCentre(report.serviceCentreAddress()),
                    version == 1 ? null : SMDeliveryOutcome.getInstance(report.outcome()),
                    null,
                    null,
                    false,
                    false,
                    null,
                    null);
        } else if (request instanceof MapRequest.AlertServiceCentre alert) {
            dialog.addAlertServiceCentreRequest(
                    millis, isdn(alert.msisdn()), serviceCentre(alert.serviceCentreAddress()));
        }
    }

    private void forward(MAPDialogSms dialog, MapRequest.ForwardSm forward, int version, int millis)
            throws MAPException {
        SM_RP_DA destination = forward.imsi().isPresent()
                ? parameters.createSM_RP_DA(parameters.createIMSI(forward.imsi().get()))
                : parameters.createSM_RP_DA(parameters.createLMSI(
                        forward.lmsi().orElseThrow(() -> new MAPException("a forwardSM needs an IMSI or an LMSI"))));
        SM_RP_OA origin =
                parameters.createSM_RP_OA_ServiceCentreAddressOA(serviceCentre(forward.serviceCentreAddress()));
        var userInformation = parameters.createSmsSignalInfo(forward.tpdu(), null);
        if (version >= 3) {
            dialog.addMtForwardShortMessageRequest(
                    millis, destination, origin, userInformation, forward.moreMessagesToSend(), null);
        } else {
            dialog.addForwardShortMessageRequest(
                    millis, destination, origin, userInformation, version == 2 && forward.moreMessagesToSend());
        }
    }

    private ISDNAddressString isdn(Address address) {
        return parameters.createISDNAddressString(
                AddressNature.getInstance(address.typeOfNumber().code()),
                NumberingPlan.getInstance(address.numberingPlan()),
                address.value());
    }

    private AddressString serviceCentre(String digits) {
        return parameters.createAddressString(AddressNature.international_number, NumberingPlan.ISDN, digits);
    }
}
