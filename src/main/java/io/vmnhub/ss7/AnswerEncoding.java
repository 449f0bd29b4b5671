// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MessageWaitingStatus;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.MAPParameterFactory;
import org.restcomm.protocols.ss7.map.api.primitives.AddressNature;
import org.restcomm.protocols.ss7.map.api.primitives.NetworkResource;
import org.restcomm.protocols.ss7.map.api.primitives.NumberingPlan;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;

/** Turns the hub's answers into the components of a dialogue, each in the form of its operation and version. */
final class AnswerEncoding {

    private final MAPParameterFactory parameters;
    private final MapErrors errors;

    AnswerEncoding(MAPParameterFactory parameters, MapErrors errors) {
        this.parameters = parameters;
        this.errors = errors;
    }

    /** The answer, or a temporary error when the operation does not have it. */
    static MapAnswer fitting(MapRequest request, MapAnswer answer) {
        boolean asksForRouting = request instanceof MapRequest.SendRoutingInfoForSm;
        boolean fits = answer instanceof MapAnswer.UserError
                || answer instanceof MapAnswer.Routing && asksForRouting
                || answer instanceof MapAnswer.Result && !asksForRouting;
        return fits ? answer : new MapAnswer.UserError(MapUserError.temporary());
    }

    /** The networkResource that a systemFailure names: who failed. */
    static NetworkResource resource(MapRequest request) {
        return request instanceof MapRequest.ForwardSm ? NetworkResource.vmsc : NetworkResource.hlr;
    }

    void add(MAPDialogSms dialog, long invokeId, MapRequest request, MapAnswer given, int version) throws MAPException {
        MapAnswer answer = fitting(request, given);
        if (answer instanceof MapAnswer.UserError userError) {
            dialog.sendErrorComponent(invokeId, errors.encode(userError.error(), version, resource(request)));
        } else if (answer instanceof MapAnswer.Routing routing) {
            dialog.addSendRoutingInfoForSMResponse(
                    invokeId,
                    parameters.createIMSI(routing.imsi()),
                    parameters.createLocationInfoWithLMSI(
                            parameters.createISDNAddressString(
                                    AddressNature.international_number,
                                    NumberingPlan.ISDN,
                                    routing.networkNodeNumber()),
                            null,
                            null,
                            false,
                            null),
                    null,
                    null,
                    null);
        } else {
            result(dialog, invokeId, request, version);
        }
    }

    /** informServiceCentre, which nobody answers. */
    void inform(MAPDialogSms dialog, MessageWaitingStatus waiting) throws MAPException {
        dialog.addInformServiceCentreRequest(
                null,
                parameters.createMWStatus(
                        waiting.serviceCentreNotIncluded(),
                        waiting.notReachable(),
                        waiting.memoryCapacityExceeded(),
                        false),
                null,
                null,
                null);
    }

    private static void result(MAPDialogSms dialog, long invokeId, MapRequest request, int version)
            throws MAPException {
        if (request instanceof MapRequest.ForwardSm) {
            if (version >= 3) {
                dialog.addMtForwardShortMessageResponse(invokeId, null, null);
            } else {
                dialog.addForwardShortMessageResponse(invokeId);
            }
        } else if (request instanceof MapRequest.ReportSmDeliveryStatus) {
            dialog.addReportSMDeliveryStatusResponse(invokeId, null, null);
        } else {
            dialog.addAlertServiceCentreResponse(invokeId);
        }
    }
}
