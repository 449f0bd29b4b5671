// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.TypeOfNumber;
import io.vmnhub.ss7.api.Ss7Events;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.restcomm.protocols.ss7.map.MAPDialogImpl;
import org.restcomm.protocols.ss7.map.api.MAPApplicationContextName;
import org.restcomm.protocols.ss7.map.api.MAPDialog;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.MAPMessage;
import org.restcomm.protocols.ss7.map.api.dialog.MAPAbortProviderReason;
import org.restcomm.protocols.ss7.map.api.dialog.MAPAbortSource;
import org.restcomm.protocols.ss7.map.api.dialog.MAPNoticeProblemDiagnostic;
import org.restcomm.protocols.ss7.map.api.dialog.MAPUserAbortChoice;
import org.restcomm.protocols.ss7.map.api.dialog.Reason;
import org.restcomm.protocols.ss7.map.api.primitives.AddressString;
import org.restcomm.protocols.ss7.map.api.primitives.ISDNAddressString;
import org.restcomm.protocols.ss7.map.api.primitives.MAPExtensionContainer;
import org.restcomm.protocols.ss7.map.api.service.sms.AlertServiceCentreRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.ForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;
import org.restcomm.protocols.ss7.map.api.service.sms.MoForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.MtForwardShortMessageRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.ReportSMDeliveryStatusRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.SM_RP_DA;
import org.restcomm.protocols.ss7.map.api.service.sms.SM_RP_OA;
import org.restcomm.protocols.ss7.map.api.service.sms.SendRoutingInfoForSMRequest;
import org.restcomm.protocols.ss7.map.api.service.sms.SmsSignalInfo;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;
import org.restcomm.protocols.ss7.tcap.DialogImpl;
import org.restcomm.protocols.ss7.tcap.api.MessageType;
import org.restcomm.protocols.ss7.tcap.asn.comp.InvokeProblemType;
import org.restcomm.protocols.ss7.tcap.asn.comp.Problem;
import org.restcomm.protocols.ss7.tcap.asn.comp.ProblemType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dialogues that peers open with the hub.
 *
 * <ol>
 *   <li>A dialogue is refused at its request while the hub drains or has too many.
 *   <li>Its invokes are collected while jSS7 decodes the message, and handed to their handlers at its end
 *       (MAP-DELIMITER).
 *   <li>A message without any component is answered with an empty TC-CONTINUE: the peer sends its invoke next.
 *   <li>What cannot be handled is rejected; when nothing else is open the dialogue ends with the Reject.
 * </ol>
 */
final class IncomingDialogues extends SmsServiceAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingDialogues.class);

    private final Map<MapOperation, MapHandler> handlers = new ConcurrentHashMap<>();
    private final OpenDialogues dialogues;
    private final AnswerEncoding encoding;
    private final DialogueEnd dialogueEnd;
    private final ProblemSource problems;
    private final Ss7Events events;
    private final Reachability reachability;

    /** Makes the Problem of a Reject. */
    interface ProblemSource {
        Problem create(ProblemType type);
    }

    IncomingDialogues(
            OpenDialogues dialogues,
            AnswerEncoding encoding,
            DialogueEnd dialogueEnd,
            ProblemSource problems,
            Ss7Events events,
            Reachability reachability) {
        this.dialogues = dialogues;
        this.reachability = reachability;
        this.encoding = encoding;
        this.dialogueEnd = dialogueEnd;
        this.problems = problems;
        this.events = events;
    }

    void handle(MapOperation operation, MapHandler handler) {
        handlers.put(operation, handler);
    }

    void forget(MapOperation operation, MapHandler handler) {
        handlers.remove(operation, handler);
    }

    @Override
    public void onDialogRequest(
            MAPDialog mapDialog, AddressString destination, AddressString origin, MAPExtensionContainer extensions) {
        if (!dialogues.open()) {
            events.messageRefused(
                    CallingParty.name(mapDialog.getRemoteAddress()), "a dialogue: " + dialogues.refusal());
            try {
                mapDialog.refuse(Reason.noReasonGiven);
            } catch (MAPException e) {
                LOG.debug("A dialogue could not be refused", e);
                mapDialog.release();
            }
            return;
        }
        IncomingDialogue incoming = new IncomingDialogue(
                (MAPDialogSms) mapDialog, dialogue(mapDialog), encoding, dialogueEnd, reachability, dialogues);
        if (mapDialog.getUserObject() instanceof ReceivedInvokes invokes) {
            incoming.receiving(invokes);
        }
        mapDialog.setUserObject(incoming);
    }

    private static Dialogue dialogue(MAPDialog mapDialog) {
        return new Dialogue(
                mapDialog.getApplicationContext().getApplicationContextVersion().getVersion(),
                digits(mapDialog.getRemoteAddress()),
                digits(mapDialog.getLocalAddress()),
                ((DialogImpl) ((MAPDialogImpl) mapDialog).getTcapDialog()).getRemotePc());
    }

    private static Optional<String> digits(SccpAddress address) {
        return address == null || address.getGlobalTitle() == null
                ? Optional.empty()
                : Optional.ofNullable(address.getGlobalTitle().getDigits());
    }

    @Override
    public void onDialogDelimiter(MAPDialog mapDialog) {
        if (!(mapDialog.getUserObject() instanceof IncomingDialogue dialogue)) {
            return;
        }
        boolean ending = mapDialog.getTCAPMessageType() == MessageType.End;
        List<Long> unknown = dialogue.takeUnknown();
        List<MapInvocation> arrived = dialogue.takeArrived();
        try {
            for (Long invokeId : unknown) {
                Problem problem = problems.create(ProblemType.Invoke);
                problem.setInvokeProblemType(InvokeProblemType.UnrecognizedOperation);
                mapDialog.sendRejectComponent(invokeId, problem);
                dialogue.rejected(invokeId);
            }
            if (ending) {
                dialogue.end();
            } else if (dialogue.endsWithReject()) {
                events.messageRefused(
                        CallingParty.name(mapDialog.getRemoteAddress()),
                        "an invoke that the dialogue does not have, or whose parameter cannot be decoded");
                dialogue.end();
                mapDialog.close(false);
            } else if (arrived.isEmpty() && !dialogue.hasOpen()) {
                mapDialog.send();
            }
        } catch (MAPException | RuntimeException e) {
            LOG.warn("A dialogue could not continue: {}", e.toString());
            dialogue.end();
            mapDialog.release();
        }
        if (!ending) {
            arrived.forEach(this::dispatch);
        }
    }

    /** Hands an invoke to the handler of its operation. */
    void dispatch(MapInvocation invocation) {
        MapHandler handler = handlers.get(invocation.request().operation());
        if (handler == null) {
            events.messageRefused(
                    "no route takes " + invocation.request().operation().operationName());
            invocation.answer(new MapAnswer.UserError(MapUserError.temporary()));
            return;
        }
        try {
            handler.onInvocation(invocation);
        } catch (RuntimeException e) {
            LOG.error(
                    "{} could not be handled", invocation.request().operation().operationName(), e);
            invocation.answer(new MapAnswer.UserError(MapUserError.temporary()));
        }
    }

    /** A TC-CONTINUE or TC-END begins: its invokes are these. */
    void receiving(MAPDialog mapDialog, ReceivedInvokes invokes) {
        if (mapDialog.getUserObject() instanceof IncomingDialogue dialogue) {
            dialogue.receiving(invokes);
        }
    }

    private static void arrived(MAPMessage message, MapRequest request) {
        if (message.getMAPDialog().getUserObject() instanceof IncomingDialogue dialogue) {
            dialogue.arrived(message.getInvokeId(), request);
        }
    }

    @Override
    public void onMtForwardShortMessageRequest(MtForwardShortMessageRequest request) {
        arrived(
                request,
                forward(
                        request.getSM_RP_DA(),
                        request.getSM_RP_OA(),
                        request.getSM_RP_UI(),
                        request.getMoreMessagesToSend()));
    }

    @Override
    public void onForwardShortMessageRequest(ForwardShortMessageRequest request) {
        boolean toServiceCentre = request.getSM_RP_DA().getServiceCentreAddressDA() != null
                || request.getMAPDialog().getApplicationContext().getApplicationContextName()
                                == MAPApplicationContextName.shortMsgMORelayContext
                        && request.getMAPDialog()
                                        .getApplicationContext()
                                        .getApplicationContextVersion()
                                        .getVersion()
                                > 1;
        if (toServiceCentre) {
            notOffered(request);
            return;
        }
        arrived(
                request,
                forward(
                        request.getSM_RP_DA(),
                        request.getSM_RP_OA(),
                        request.getSM_RP_UI(),
                        request.getMoreMessagesToSend()));
    }

    @Override
    public void onMoForwardShortMessageRequest(MoForwardShortMessageRequest request) {
        notOffered(request);
    }

    /** Mobile originated messages are for a service centre, which the hub is not. */
    private void notOffered(MAPMessage message) {
        try {
            MAPDialog mapDialog = message.getMAPDialog();
            Problem problem = problems.create(ProblemType.Invoke);
            problem.setInvokeProblemType(InvokeProblemType.UnrecognizedOperation);
            mapDialog.sendRejectComponent(message.getInvokeId(), problem);
            if (mapDialog.getUserObject() instanceof IncomingDialogue dialogue) {
                dialogue.rejected(message.getInvokeId());
            }
        } catch (MAPException e) {
            LOG.warn("A mobile originated message could not be rejected: {}", e.getMessage());
        }
    }

    private static MapRequest forward(
            SM_RP_DA destination, SM_RP_OA origin, SmsSignalInfo userInformation, boolean more) {
        return new MapRequest.ForwardSm(
                Optional.ofNullable(destination.getIMSI()).map(imsi -> imsi.getData()),
                Optional.ofNullable(destination.getLMSI()).map(lmsi -> lmsi.getData()),
                origin.getServiceCentreAddressOA() == null
                        ? ""
                        : text(origin.getServiceCentreAddressOA().getAddress()),
                userInformation.getData() == null ? new byte[0] : userInformation.getData(),
                more);
    }

    @Override
    public void onSendRoutingInfoForSMRequest(SendRoutingInfoForSMRequest request) {
        arrived(
                request,
                new MapRequest.SendRoutingInfoForSm(
                        address(request.getMsisdn()),
                        request.getSm_RP_PRI(),
                        text(request.getServiceCentreAddress().getAddress())));
    }

    @Override
    public void onReportSMDeliveryStatusRequest(ReportSMDeliveryStatusRequest request) {
        arrived(
                request,
                new MapRequest.ReportSmDeliveryStatus(
                        address(request.getMsisdn()),
                        text(request.getServiceCentreAddress().getAddress()),
                        request.getSMDeliveryOutcome() == null
                                ? 1
                                : request.getSMDeliveryOutcome().getCode()));
    }

    @Override
    public void onAlertServiceCentreRequest(AlertServiceCentreRequest request) {
        if (request.getMAPDialog()
                        .getApplicationContext()
                        .getApplicationContextVersion()
                        .getVersion()
                == 1) {
            // alertServiceCentreWithoutResult is an operation of class 4: nothing is answered
            request.getMAPDialog().processInvokeWithoutAnswer(request.getInvokeId());
            request.getMAPDialog().release();
            return;
        }
        arrived(
                request,
                new MapRequest.AlertServiceCentre(
                        address(request.getMsisdn()),
                        text(request.getServiceCentreAddress().getAddress())));
    }

    private static Address address(ISDNAddressString number) {
        return new Address(
                TypeOfNumber.of(number.getAddressNature().getIndicator()),
                number.getNumberingPlan().getIndicator() & 15,
                text(number.getAddress()));
    }

    private static String text(String digits) {
        return digits == null ? "" : digits;
    }

    @Override
    public void onRejectComponent(MAPDialog mapDialog, Long invokeId, Problem problem, boolean localOriginated) {
        if (localOriginated && mapDialog.getUserObject() instanceof IncomingDialogue dialogue) {
            dialogue.rejected(invokeId);
        }
    }

    @Override
    public void onDialogNotice(MAPDialog mapDialog, MAPNoticeProblemDiagnostic diagnostic) {
        if (mapDialog.getUserObject() instanceof IncomingDialogue dialogue) {
            events.messageRefused("an answer came back undelivered: " + diagnostic);
            dialogue.end();
            mapDialog.release();
        }
    }

    @Override
    public void onDialogUserAbort(MAPDialog mapDialog, MAPUserAbortChoice reason, MAPExtensionContainer extensions) {
        ended(mapDialog);
    }

    @Override
    public void onDialogProviderAbort(
            MAPDialog mapDialog,
            MAPAbortProviderReason reason,
            MAPAbortSource source,
            MAPExtensionContainer extensions) {
        ended(mapDialog);
    }

    @Override
    public void onDialogTimeout(MAPDialog mapDialog) {
        ended(mapDialog);
    }

    @Override
    public void onDialogClose(MAPDialog mapDialog) {
        ended(mapDialog);
    }

    private static void ended(MAPDialog mapDialog) {
        if (mapDialog.getUserObject() instanceof IncomingDialogue dialogue) {
            dialogue.end();
        }
    }

    @Override
    public void onDialogRelease(MAPDialog mapDialog) {
        if (mapDialog.getUserObject() instanceof IncomingDialogue dialogue) {
            dialogue.end();
            mapDialog.setUserObject(null);
            dialogues.closed();
        }
    }
}
