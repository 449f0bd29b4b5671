// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import org.restcomm.protocols.ss7.map.api.MAPDialog;
import org.restcomm.protocols.ss7.map.api.MAPDialogListener;
import org.restcomm.protocols.ss7.map.api.MAPMessage;
import org.restcomm.protocols.ss7.map.api.dialog.MAPAbortProviderReason;
import org.restcomm.protocols.ss7.map.api.dialog.MAPAbortSource;
import org.restcomm.protocols.ss7.map.api.dialog.MAPNoticeProblemDiagnostic;
import org.restcomm.protocols.ss7.map.api.dialog.MAPRefuseReason;
import org.restcomm.protocols.ss7.map.api.dialog.MAPUserAbortChoice;
import org.restcomm.protocols.ss7.map.api.errors.MAPErrorMessage;
import org.restcomm.protocols.ss7.map.api.primitives.AddressString;
import org.restcomm.protocols.ss7.map.api.primitives.MAPExtensionContainer;
import org.restcomm.protocols.ss7.map.api.service.sms.AlertServiceCentreRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.AlertServiceCentreResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.ForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.ForwardShortMessageResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.InformServiceCentreRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPServiceSmsListener;
import org.restcomm.protocols.ss7.map.api.service.sms.MoForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.MoForwardShortMessageResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.MtForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.MtForwardShortMessageResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.NoteSubscriberPresentRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.ReadyForSMRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.ReadyForSMResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.ReportSMDeliveryStatusRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.ReportSMDeliveryStatusResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.SendRoutingInfoForSMRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.SendRoutingInfoForSMResponse;
import org.restcomm.protocols.ss7.tcap.asn.ApplicationContextName;
import org.restcomm.protocols.ss7.tcap.asn.comp.Problem;

/** jSS7's two MAP listeners in one, with every callback that does not concern the hub doing nothing. */
abstract class SmsServiceAdapter implements MAPServiceSmsListener, MAPDialogListener {

    @Override
    public void onDialogRequestEricsson(
            MAPDialog dialog,
            AddressString destination,
            AddressString origin,
            AddressString msisdn,
            AddressString vlr) {
        onDialogRequest(dialog, destination, origin, null);
    }

    @Override
    public void onDialogAccept(MAPDialog dialog, MAPExtensionContainer extensions) {}

    @Override
    public void onDialogReject(
            MAPDialog dialog,
            MAPRefuseReason reason,
            ApplicationContextName alternative,
            MAPExtensionContainer extensions) {}

    @Override
    public void onDialogUserAbort(MAPDialog dialog, MAPUserAbortChoice reason, MAPExtensionContainer extensions) {}

    @Override
    public void onDialogProviderAbort(
            MAPDialog dialog, MAPAbortProviderReason reason, MAPAbortSource source, MAPExtensionContainer extensions) {}

    @Override
    public void onDialogClose(MAPDialog dialog) {}

    @Override
    public void onDialogNotice(MAPDialog dialog, MAPNoticeProblemDiagnostic diagnostic) {}

    @Override
    public void onDialogTimeout(MAPDialog dialog) {}

    @Override
    public void onErrorComponent(MAPDialog dialog, Long invokeId, MAPErrorMessage error) {}

    @Override
    public void onRejectComponent(MAPDialog dialog, Long invokeId, Problem problem, boolean localOriginated) {}

    @Override
    public void onInvokeTimeout(MAPDialog dialog, Long invokeId) {}

    @Override
    public void onMAPMessage(MAPMessage message) {}

    @Override
    public void onForwardShortMessageRequest(ForwardShortMessageRequest request) {}

    @Override
    public void onForwardShortMessageResponse(ForwardShortMessageResponse response) {}

    @Override
    public void onMoForwardShortMessageRequest(MoForwardShortMessageRequest request) {}

    @Override
    public void onMoForwardShortMessageResponse(MoForwardShortMessageResponse response) {}

    @Override
    public void onMtForwardShortMessageRequest(MtForwardShortMessageRequest request) {}

    @Override
    public void onMtForwardShortMessageResponse(MtForwardShortMessageResponse response) {}

    @Override
    public void onSendRoutingInfoForSMRequest(SendRoutingInfoForSMRequest request) {}

    @Override
    public void onSendRoutingInfoForSMResponse(SendRoutingInfoForSMResponse response) {}

    @Override
    public void onReportSMDeliveryStatusRequest(ReportSMDeliveryStatusRequest request) {}

    @Override
    public void onReportSMDeliveryStatusResponse(ReportSMDeliveryStatusResponse response) {}

    @Override
    public void onInformServiceCentreRequest(InformServiceCentreRequest request) {}

    @Override
    public void onAlertServiceCentreRequest(AlertServiceCentreRequest request) {}

    @Override
    public void onAlertServiceCentreResponse(AlertServiceCentreResponse response) {}

    @Override
    public void onReadyForSMRequest(ReadyForSMRequest request) {}

    @Override
    public void onReadyForSMResponse(ReadyForSMResponse response) {}

    @Override
    public void onNoteSubscriberPresentRequest(NoteSubscriberPresentRequest request) {}
}
