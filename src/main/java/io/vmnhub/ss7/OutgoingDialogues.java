// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.MapAnswer.Failure;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Lock;
import org.restcomm.protocols.ss7.indicator.NatureOfAddress;
import org.restcomm.protocols.ss7.indicator.NumberingPlan;
import org.restcomm.protocols.ss7.indicator.RoutingIndicator;
import org.restcomm.protocols.ss7.map.MAPDialogImpl;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContext;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextName;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextVersion;
import org.restcomm.protocols.ss7.map.api.MAPDialog;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.MAPMessage;
import org.restcomm.protocols.ss7.map.api.dialog.MAPAbortProviderReason;
import org.restcomm.protocols.ss7.map.api.dialog.MAPAbortSource;
import org.restcomm.protocols.ss7.map.api.dialog.MAPNoticeProblemDiagnostic;
import org.restcomm.protocols.ss7.map.api.dialog.MAPRefuseReason;
import org.restcomm.protocols.ss7.map.api.dialog.MAPUserAbortChoice;
import org.restcomm.protocols.ss7.map.api.errors.MAPErrorMessage;
import org.restcomm.protocols.ss7.map.api.primitives.AddressString;
import org.restcomm.protocols.ss7.map.api.primitives.MAPExtensionContainer;
import org.restcomm.protocols.ss7.map.api.service.sms.AlertServiceCentreResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.ForwardShortMessageResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPServiceSms;
import org.restcomm.protocols.ss7.map.api.service.sms.MtForwardShortMessageResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.ReportSMDeliveryStatusResponse;
import org.restcomm.protocols.ss7.map.api.service.sms.SendRoutingInfoForSMResponse;
import org.restcomm.protocols.ss7.sccp.impl.parameter.BCDEvenEncodingScheme;
import org.restcomm.protocols.ss7.sccp.impl.parameter.BCDOddEncodingScheme;
import org.restcomm.protocols.ss7.sccp.impl.parameter.GlobalTitle0100Impl;
import org.restcomm.protocols.ss7.sccp.impl.parameter.SccpAddressImpl;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;
import org.restcomm.protocols.ss7.tcap.asn.ApplicationContextName;
import org.restcomm.protocols.ss7.tcap.asn.comp.Problem;

/** The dialogues that this side opens with a peer, from the call to its answers. */
final class OutgoingDialogues extends SmsServiceAdapter {

    private final MAPServiceSms service;
    private final InvokeEncoding encoding;
    private final MapErrors errors;

    OutgoingDialogues(MAPServiceSms service, InvokeEncoding encoding, MapErrors errors) {
        this.service = service;
        this.encoding = encoding;
        this.errors = errors;
    }

    /** @return one answer for each request of the call; never completes exceptionally */
    CompletableFuture<List<MapAnswer>> call(MapCall call) {
        MAPDialogSms mapDialog;
        try {
            mapDialog = service.createNewDialog(
                    context(call),
                    address(call.callingGlobalTitle(), call.callingSubsystem()),
                    null,
                    address(call.calledGlobalTitle(), call.calledSubsystem()),
                    null);
        } catch (MAPException e) {
            return failed(call, e.getMessage());
        }
        OutgoingDialogue outgoing = new OutgoingDialogue(mapDialog, call, encoding);
        Lock lock = ((MAPDialogImpl) mapDialog).getTcapDialog().getDialogLock();
        lock.lock();
        try {
            mapDialog.setUserObject(outgoing);
            mapDialog.setReturnMessageOnError(true);
            outgoing.begin();
        } catch (MAPException e) {
            mapDialog.release();
            outgoing.ended(Failure.Kind.UNREACHABLE, e.getMessage());
        } finally {
            lock.unlock();
        }
        return outgoing.answers();
    }

    private static CompletableFuture<List<MapAnswer>> failed(MapCall call, String detail) {
        MapAnswer failure = new Failure(Failure.Kind.UNREACHABLE, String.valueOf(detail));
        return CompletableFuture.completedFuture(
                call.requests().stream().map(request -> failure).toList());
    }

    private static MAPApplicationContext context(MapCall call) throws MAPException {
        MAPApplicationContextName name = switch (call.requests().get(0).operation()) {
            case SEND_ROUTING_INFO_FOR_SM, REPORT_SM_DELIVERY_STATUS ->
                MAPApplicationContextName.shortMsgGatewayContext;
            case MT_FORWARD_SM ->
                call.version() == 1
                        ? MAPApplicationContextName.shortMsgMORelayContext
                        : MAPApplicationContextName.shortMsgMTRelayContext;
            case ALERT_SERVICE_CENTRE -> MAPApplicationContextName.shortMsgAlertContext;
        };
        MAPApplicationContext context =
                MAPApplicationContext.getInstance(name, MAPApplicationContextVersion.getInstance(call.version()));
        if (context == null) {
            throw new MAPException(name + " has no version " + call.version());
        }
        return context;
    }

    private static SccpAddress address(String digits, int subsystem) {
        return new SccpAddressImpl(
                RoutingIndicator.ROUTING_BASED_ON_GLOBAL_TITLE,
                new GlobalTitle0100Impl(
                        digits,
                        0,
                        digits.length() % 2 == 0 ? BCDEvenEncodingScheme.INSTANCE : BCDOddEncodingScheme.INSTANCE,
                        NumberingPlan.ISDN_TELEPHONY,
                        NatureOfAddress.INTERNATIONAL),
                0,
                subsystem);
    }

    private static OutgoingDialogue of(MAPDialog mapDialog) {
        return mapDialog.getUserObject() instanceof OutgoingDialogue outgoing ? outgoing : null;
    }

    private static void answered(MAPMessage message, MapAnswer answer) {
        OutgoingDialogue outgoing = of(message.getMAPDialog());
        if (outgoing != null) {
            outgoing.answered(answer);
        }
    }

    private static void ended(MAPDialog mapDialog, Failure.Kind kind, String detail) {
        OutgoingDialogue outgoing = of(mapDialog);
        if (outgoing != null) {
            outgoing.ended(kind, detail);
        }
    }

    @Override
    public void onDialogRequest(
            MAPDialog mapDialog, AddressString destination, AddressString origin, MAPExtensionContainer extensions) {
        // a dialogue that the peer opens: IncomingDialogues takes it
    }

    @Override
    public void onDialogDelimiter(MAPDialog mapDialog) {
        OutgoingDialogue outgoing = of(mapDialog);
        if (outgoing == null || mapDialog.getTCAPMessageType() == org.restcomm.protocols.ss7.tcap.api.MessageType.End) {
            return;
        }
        try {
            outgoing.delimiter();
        } catch (MAPException e) {
            mapDialog.release();
            outgoing.ended(Failure.Kind.UNREACHABLE, e.getMessage());
        }
    }

    @Override
    public void onMtForwardShortMessageResponse(MtForwardShortMessageResponse response) {
        answered(response, new MapAnswer.Result());
    }

    @Override
    public void onForwardShortMessageResponse(ForwardShortMessageResponse response) {
        answered(response, new MapAnswer.Result());
    }

    @Override
    public void onReportSMDeliveryStatusResponse(ReportSMDeliveryStatusResponse response) {
        answered(response, new MapAnswer.Result());
    }

    @Override
    public void onAlertServiceCentreResponse(AlertServiceCentreResponse response) {
        answered(response, new MapAnswer.Result());
    }

    @Override
    public void onSendRoutingInfoForSMResponse(SendRoutingInfoForSMResponse response) {
        answered(
                response,
                new MapAnswer.Routing(
                        response.getIMSI().getData(),
                        response.getLocationInfoWithLMSI()
                                .getNetworkNodeNumber()
                                .getAddress()));
    }

    @Override
    public void onErrorComponent(MAPDialog mapDialog, Long invokeId, MAPErrorMessage message) {
        OutgoingDialogue outgoing = of(mapDialog);
        if (outgoing != null) {
            outgoing.answered(errors.decode(message)
                    .<MapAnswer>map(MapAnswer.UserError::new)
                    .orElseGet(() -> new Failure(Failure.Kind.REJECTED, "error code " + message.getErrorCode())));
        }
    }

    @Override
    public void onRejectComponent(MAPDialog mapDialog, Long invokeId, Problem problem, boolean localOriginated) {
        OutgoingDialogue outgoing = of(mapDialog);
        if (outgoing != null) {
            outgoing.answered(new Failure(Failure.Kind.REJECTED, String.valueOf(problem)));
        }
    }

    @Override
    public void onInvokeTimeout(MAPDialog mapDialog, Long invokeId) {
        if (of(mapDialog) != null) {
            ended(mapDialog, Failure.Kind.TIMED_OUT, "no answer in time");
            mapDialog.release();
        }
    }

    @Override
    public void onDialogReject(
            MAPDialog mapDialog,
            MAPRefuseReason reason,
            ApplicationContextName alternative,
            MAPExtensionContainer extensions) {
        ended(
                mapDialog,
                Failure.Kind.REFUSED,
                alternative == null
                        ? String.valueOf(reason)
                        : reason + ", alternative version " + alternative.getOid()[alternative.getOid().length - 1]);
    }

    @Override
    public void onDialogUserAbort(MAPDialog mapDialog, MAPUserAbortChoice reason, MAPExtensionContainer extensions) {
        ended(mapDialog, Failure.Kind.ABORTED, String.valueOf(reason));
    }

    @Override
    public void onDialogProviderAbort(
            MAPDialog mapDialog,
            MAPAbortProviderReason reason,
            MAPAbortSource source,
            MAPExtensionContainer extensions) {
        ended(mapDialog, Failure.Kind.ABORTED, String.valueOf(reason));
    }

    @Override
    public void onDialogNotice(MAPDialog mapDialog, MAPNoticeProblemDiagnostic diagnostic) {
        if (of(mapDialog) != null) {
            ended(mapDialog, Failure.Kind.UNREACHABLE, String.valueOf(diagnostic));
            mapDialog.release();
        }
    }

    @Override
    public void onDialogTimeout(MAPDialog mapDialog) {
        ended(mapDialog, Failure.Kind.TIMED_OUT, "no answer in time");
    }

    @Override
    public void onDialogClose(MAPDialog mapDialog) {
        OutgoingDialogue outgoing = of(mapDialog);
        if (outgoing != null && outgoing.hasNoAnswer()) {
            outgoing.sentWithoutAnswer();
            return;
        }
        ended(mapDialog, Failure.Kind.ABORTED, "the peer ended the dialogue without an answer");
    }

    @Override
    public void onDialogRelease(MAPDialog mapDialog) {
        ended(mapDialog, Failure.Kind.ABORTED, "the dialogue was released");
    }
}
