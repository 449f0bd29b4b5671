package io.vmnhub.ss7;

import java.util.Arrays;
import java.util.Map;
import org.restcomm.protocols.ss7.map.MAPProviderImpl;
import org.restcomm.protocols.ss7.tcap.api.TCAPProvider;
import org.restcomm.protocols.ss7.tcap.api.TCAPSendException;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.Dialog;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCBeginIndication;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.events.TCUserAbortRequest;
import org.restcomm.protocols.ss7.tcap.asn.ApplicationContextName;
import org.restcomm.protocols.ss7.tcap.asn.DialogServiceUserType;
import org.restcomm.protocols.ss7.tcap.asn.TcapFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * jSS7's MAP, with the application contexts judged by the hub (TS 29.002 clause 15.1.3): one that it does not have is refused
 * with applicationContextNotSupported, a version above its own together with the highest that it has. jSS7 offers no version for
 * contexts that it does not know itself, and accepts those of services that nobody offers here.
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

    @Override
    public void onTCBegin(TCBeginIndication begin) {
        ApplicationContextName context = begin.getApplicationContextName();
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

    private void refuse(Dialog dialog, ApplicationContextName alternative) {
        events.messageRefused("a dialogue: its application context is not supported");
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
