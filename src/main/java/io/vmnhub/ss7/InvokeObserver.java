// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.restcomm.protocols.ss7.map.api.MAPDialog;
import org.restcomm.protocols.ss7.map.api.MAPOperationCode;
import org.restcomm.protocols.ss7.tcap.api.TCListener;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.Dialog;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCBeginIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCContinueIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCEndIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCNoticeIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCPAbortIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCUniIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCUserAbortIndication;
import org.restcomm.protocols.ss7.tcap.asn.comp.Component;
import org.restcomm.protocols.ss7.tcap.asn.comp.ComponentType;
import org.restcomm.protocols.ss7.tcap.asn.comp.Invoke;
import org.restcomm.protocols.ss7.tcap.asn.comp.OperationCode;

/**
 * Notes the invokes of each message before jSS7's MAP decodes it: MAP passes silently over a known operation in an
 * application context that does not have it, and such an invoke would never be answered. Likewise over a global
 * operation code, of which MAP has none: it becomes a local one that no context has, and is rejected. Registered before
 * the MAP provider.
 */
final class InvokeObserver implements TCListener {

    private static final long NO_OPERATION = -1;

    private final MapLayer mapProvider;
    private final IncomingDialogues dialogues;

    InvokeObserver(MapLayer mapProvider, IncomingDialogues dialogues) {
        this.mapProvider = mapProvider;
        this.dialogues = dialogues;
    }

    @Override
    public void onTCBegin(TCBeginIndication begin) {
        begin.getDialog().setUserObject(invokes(begin.getComponents()));
    }

    @Override
    public void onTCContinue(TCContinueIndication next) {
        receiving(next.getDialog(), next.getComponents());
    }

    @Override
    public void onTCEnd(TCEndIndication end) {
        receiving(end.getDialog(), null);
    }

    private void receiving(Dialog dialog, Component[] components) {
        MAPDialog mapDialog = mapProvider.getMAPDialog(dialog.getLocalDialogId());
        if (mapDialog != null) {
            dialogues.receiving(mapDialog, invokes(components));
        }
    }

    private ReceivedInvokes invokes(Component[] components) {
        if (components == null) {
            return ReceivedInvokes.NONE;
        }
        List<Long> invokeIds = new ArrayList<>(components.length);
        Map<Long, DeliveryParameters> parameters = new HashMap<>(2);
        Map<Long, RoutingParameters> routing = new HashMap<>(2);
        for (Component component : components) {
            if (component != null
                    && component.getType() == ComponentType.Invoke
                    && ((Invoke) component).getInvokeId() != null) {
                Invoke invoke = (Invoke) component;
                localOperation(invoke);
                invokeIds.add(invoke.getInvokeId());
                long operation = invoke.getOperationCode().getLocalOperationCode();
                byte[] argument = invoke.getParameter() == null
                        ? null
                        : invoke.getParameter().getData();
                if (argument != null && operation == MAPOperationCode.mt_forwardSM) {
                    parameters.put(invoke.getInvokeId(), DeliveryParameters.of(argument));
                } else if (argument != null && operation == MAPOperationCode.sendRoutingInfoForSM) {
                    routing.put(invoke.getInvokeId(), RoutingParameters.of(argument));
                }
            }
        }
        return new ReceivedInvokes(invokeIds, parameters, routing);
    }

    private void localOperation(Invoke invoke) {
        if (invoke.getOperationCode() == null || invoke.getOperationCode().getLocalOperationCode() == null) {
            OperationCode none =
                    mapProvider.getTCAPProvider().getComponentPrimitiveFactory().createOperationCode();
            none.setLocalOperationCode(NO_OPERATION);
            invoke.setOperationCode(none);
        }
    }

    @Override
    public void onTCUni(TCUniIndication unstructured) {}

    @Override
    public void onTCUserAbort(TCUserAbortIndication abort) {}

    @Override
    public void onTCPAbort(TCPAbortIndication abort) {}

    @Override
    public void onTCNotice(TCNoticeIndication notice) {}

    @Override
    public void onDialogReleased(Dialog dialog) {}

    @Override
    public void onInvokeTimeout(Invoke invoke) {}

    @Override
    public void onDialogTimeout(Dialog dialog) {}
}
