// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Events;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.mobicents.protocols.asn.AsnException;
import org.mobicents.protocols.asn.AsnInputStream;
import org.restcomm.protocols.ss7.map.MAPProviderImpl;
import org.restcomm.protocols.ss7.map.api.MAPDialog;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.MAPParsingComponentException;
import org.restcomm.protocols.ss7.map.api.dialog.MAPProviderAbortReason;
import org.restcomm.protocols.ss7.map.dialog.MAPOpenInfoImpl;
import org.restcomm.protocols.ss7.tcap.api.TCAPProvider;
import org.restcomm.protocols.ss7.tcap.api.TCAPSendException;
import org.restcomm.protocols.ss7.tcap.api.tc.component.InvokeClass;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.Dialog;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCBeginIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCContinueIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCEndIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCUserAbortRequest;
import org.restcomm.protocols.ss7.tcap.asn.ApplicationContextName;
import org.restcomm.protocols.ss7.tcap.asn.DialogServiceUserType;
import org.restcomm.protocols.ss7.tcap.asn.InvokeImpl;
import org.restcomm.protocols.ss7.tcap.asn.TcapFactory;
import org.restcomm.protocols.ss7.tcap.asn.UserInformation;
import org.restcomm.protocols.ss7.tcap.asn.comp.Invoke;
import org.restcomm.protocols.ss7.tcap.tc.dialog.events.TCContinueIndicationImpl;
import org.restcomm.protocols.ss7.tcap.tc.dialog.events.TCEndIndicationImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * jSS7's MAP, with the application contexts judged by the hub (TS 29.002 clause 15.1.3): one that it does not have is
 * refused with applicationContextNotSupported, a version above its own together with the highest that it has. jSS7
 * offers no version for contexts that it does not know itself, and accepts those of services that nobody offers here.
 */
final class MapLayer extends MAPProviderImpl {

    private static final Logger LOG = LoggerFactory.getLogger(MapLayer.class);
    private static final long[] MAP_CONTEXTS = {0, 4, 0, 0, 1, 0};
    private static final int NAME = 6;
    private static final int VERSION = 7;
    /** shortMsgGatewayContext, shortMsgAlertContext and shortMsgMT-RelayContext with their highest versions. */
    private static final Map<Long, Long> HIGHEST_VERSIONS = Map.of(20L, 3L, 23L, 2L, 25L, 3L);

    private final Ss7Events events;

    MapLayer(String name, TCAPProvider tcap, Ss7Events events) {
        super(name, tcap);
        this.events = events;
    }

    /** The hub uses nothing of a MAP-ACCEPT; jSS7 writes what it cannot read of one to standard error. */
    @Override
    public void onTCContinue(TCContinueIndication next) {
        ((TCContinueIndicationImpl) next).setUserInformation(null);
        super.onTCContinue(next);
    }

    /** Nor of a MAP-CLOSE. */
    @Override
    public void onTCEnd(TCEndIndication end) {
        ((TCEndIndicationImpl) end).setUserInformation(null);
        super.onTCEnd(end);
    }

    /**
     * An operation of class 4 has no answer: when its time is over it has succeeded (ITU-T Q.774 clause 3.2.1.1.1).
     * jSS7 tells nobody.
     */
    @Override
    public void onInvokeTimeout(Invoke invoke) {
        if (invoke.getInvokeClass() != InvokeClass.Class4) {
            super.onInvokeTimeout(invoke);
            return;
        }
        Dialog dialog = ((InvokeImpl) invoke).getDialog();
        MAPDialog mapDialog = getMAPDialog(dialog.getLocalDialogId());
        if (mapDialog == null) {
            return;
        }
        dialog.getDialogLock().lock();
        try {
            if (mapDialog.getUserObject() instanceof OutgoingDialogue outgoing) {
                outgoing.sentWithoutAnswer();
                mapDialog.release();
            }
        } finally {
            dialog.getDialogLock().unlock();
        }
    }

    @Override
    public void onTCBegin(TCBeginIndication begin) {
        ApplicationContextName context = begin.getApplicationContextName();
        if (context != null && !opens(begin.getUserInformation())) {
            invalid(begin.getDialog());
            return;
        }
        if (context == null) {
            super.onTCBegin(begin);
            return;
        }
        long[] name = context.getOid();
        boolean map = name.length == VERSION + 1 && Arrays.equals(Arrays.copyOf(name, NAME), MAP_CONTEXTS);
        Long highest = map ? HIGHEST_VERSIONS.get(name[NAME]) : null;
        if (highest == null) {
            refuse(begin.getDialog(), context);
        } else if (name[VERSION] > highest) {
            long[] alternative = name.clone();
            alternative[VERSION] = highest;
            refuse(begin.getDialog(), TcapFactory.createApplicationContextName(alternative));
        } else {
            super.onTCBegin(begin);
        }
    }

    /**
     * Whether there is no user information, or a MAP-OPEN that can be read; what jSS7 refuses without reading it is its
     * own business.
     */
    private static boolean opens(UserInformation information) {
        if (information == null || !information.isOid() || !information.isAsn()) {
            return true;
        }
        try {
            byte[] open = information.getEncodeType();
            if (open == null || !new Ber(open, 0, open.length).whole()) {
                return false;
            }
            AsnInputStream octets = new AsnInputStream(open);
            if (octets.readTag() == MAPOpenInfoImpl.MAP_OPEN_INFO_TAG) {
                new MAPOpenInfoImpl().decodeAll(octets);
            }
            return true;
        } catch (IOException | AsnException | MAPParsingComponentException e) {
            LOG.debug("A MAP-OPEN cannot be read", e);
            return false;
        }
    }

    /** TS 29.002 clause 15.1.3: a MAP-OPEN that is none ends the dialogue. */
    private void invalid(Dialog dialog) {
        events.messageRefused(CallingParty.name(dialog.getRemoteAddress()), "a dialogue: its MAP-OPEN cannot be read");
        try {
            fireTCAbortProvider(dialog, MAPProviderAbortReason.invalidPDU, null, false);
        } catch (MAPException e) {
            LOG.debug("A dialogue could not be aborted", e);
            dialog.release();
        }
    }

    private void refuse(Dialog dialog, ApplicationContextName alternative) {
        events.messageRefused(
                CallingParty.name(dialog.getRemoteAddress()), "a dialogue: its application context is not supported");
        TCUserAbortRequest abort = getTCAPProvider().getDialogPrimitiveFactory().createUAbort(dialog);
        abort.setApplicationContextName(alternative);
        abort.setDialogServiceUserType(DialogServiceUserType.AcnNotSupported);
        try {
            dialog.send(abort);
        } catch (TCAPSendException e) {
            LOG.debug("A dialogue could not be refused", e);
            dialog.release();
        }
    }
}
