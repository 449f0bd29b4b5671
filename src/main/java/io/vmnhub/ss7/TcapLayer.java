// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.ss7.api.Ss7Events;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.restcomm.protocols.ss7.sccp.SccpProtocolVersion;
import org.restcomm.protocols.ss7.sccp.SccpProvider;
import org.restcomm.protocols.ss7.sccp.impl.message.SccpSegmentableMessageImpl;
import org.restcomm.protocols.ss7.sccp.impl.parameter.ParameterFactoryImpl;
import org.restcomm.protocols.ss7.sccp.impl.parameter.SccpAddressImpl;
import org.restcomm.protocols.ss7.sccp.message.ParseException;
import org.restcomm.protocols.ss7.sccp.message.SccpDataMessage;
import org.restcomm.protocols.ss7.sccp.message.SccpNoticeMessage;
import org.restcomm.protocols.ss7.sccp.parameter.ParameterFactory;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;
import org.restcomm.protocols.ss7.tcap.DialogImpl;
import org.restcomm.protocols.ss7.tcap.NonPersistentTCAPStackImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;
import org.restcomm.protocols.ss7.tcap.TCAPStackImpl;
import org.restcomm.protocols.ss7.tcap.asn.comp.PAbortCauseType;

/**
 * jSS7's TCAP without files, with random transaction ids, and with a look at each message before jSS7 decodes it.
 *
 * <ol>
 *   <li>A message without a valid originating transaction is discarded (Q.774 clause 3.3.3.1: there is nobody to tell);
 *       jSS7 would send an Abort with whatever it took for the identifier.
 *   <li>A message for an open dialogue is discarded unless it comes from the dialogue's peer.
 *   <li>A message that is not whole is answered with an Abort; components that are not, or that jSS7 would deliver and
 *       could not answer, are marked, so that it rejects them.
 * </ol>
 */
final class TcapLayer extends NonPersistentTCAPStackImpl {

    private final ParameterFactory addresses = new ParameterFactoryImpl();
    private final TransactionIds transactionIds = new TransactionIds();
    private final Function<DialogImpl, byte[]> remoteTransactionId = Jss7Internals.remoteTransactionId();
    private final ToIntFunction<DialogImpl> signallingLinkSelection = Jss7Internals.signallingLinkSelection();

    TcapLayer(
            String name,
            SccpProvider sccp,
            int subsystem,
            DialogueOrigin origin,
            UnitdataSender unitdata,
            Ss7Events events)
            throws ReflectiveOperationException {
        super(name, sccp, subsystem);
        tcapProvider = new Provider(sccp, this, subsystem, origin, unitdata, events);
    }

    @Override
    public void start() throws Exception {
        super.start();
        ((Provider) tcapProvider).useTimers();
    }

    /** Timers of dialogues that are running. */
    long timers() {
        return ((Provider) tcapProvider).timers.pending();
    }

    /** Whether jSS7 would count nothing and send all of a dialogue portion when a dialogue ends. */
    boolean endsAsDefault() {
        return !getStatisticsEnabled() && !getDoNotSendProtocolVersion();
    }

    /** Whether jSS7 reports congestion to its SCCP, and may refuse dialogues. */
    boolean congested() {
        return tcapProvider.getCumulativeCongestionLevel() > 0;
    }

    /** Runs {@code action} when a dialogue has been idle for too long that begins now. */
    Future<?> afterIdleTimeout(Runnable action) {
        return ((Provider) tcapProvider).timers.schedule(action, getDialogIdleTimeout(), TimeUnit.MILLISECONDS);
    }

    /** Sends a whole message to the peer that {@code begin} came from. */
    void send(byte[] message, SingleInvokeBegin begin, int sls, int origin) throws IOException {
        try {
            SccpAddressImpl to = new SccpAddressImpl();
            to.decode(begin.calling(), addresses, SccpProtocolVersion.ITU);
            SccpAddressImpl from = new SccpAddressImpl();
            from.decode(begin.called(), addresses, SccpProtocolVersion.ITU);
            tcapProvider.send(message, false, to, from, sls, 0, begin.subsystem(), origin);
        } catch (ParseException e) {
            throw new IOException("an address cannot be decoded: " + e.getMessage(), e);
        }
    }

    byte[] remoteTransactionId(DialogImpl dialog) {
        return remoteTransactionId.apply(dialog);
    }

    /** Sends a whole message to the peer of a dialogue, whose state it leaves alone. */
    void send(DialogImpl dialog, byte[] message) throws IOException {
        tcapProvider.send(
                message,
                false,
                dialog.getRemoteAddress(),
                dialog.getLocalAddress(),
                signallingLinkSelection.applyAsInt(dialog),
                dialog.getNetworkId(),
                dialog.getLocalSsn(),
                dialog.getRemotePc());
    }

    /**
     * jSS7 counts up from here whenever the last id is beyond the range's end, which it always is: each id is one of
     * these.
     */
    @Override
    public long getDialogIdRangeStart() {
        return transactionIds.next();
    }

    @Override
    public long getDialogIdRangeEnd() {
        return 0;
    }

    private static final class Provider extends TCAPProviderImpl {

        private static final long serialVersionUID = 1L;
        private static final String NOBODY = "a TCAP message without a valid originating transaction";

        private final transient DialogueOrigin origin;
        private final transient Ss7Events events;
        private final transient Map<Long, DialogImpl> dialogs;
        private final transient UnitdataSender unitdata;
        private transient DialogueTimers timers;
        private volatile boolean congested;

        Provider(
                SccpProvider sccp,
                TCAPStackImpl stack,
                int subsystem,
                DialogueOrigin origin,
                UnitdataSender unitdata,
                Ss7Events events)
                throws ReflectiveOperationException {
            super(sccp, stack, subsystem);
            this.unitdata = unitdata;
            this.origin = origin;
            this.events = events;
            this.dialogs = Jss7Internals.dialogs(this);
        }

        /** In the place of the executor that jSS7 has made when it started. */
        void useTimers() {
            timers = new DialogueTimers(_EXECUTOR);
            _EXECUTOR = timers;
        }

        @Override
        public void onMessage(SccpDataMessage message) {
            byte[] data = message.getData();
            TransactionPortion portion = TransactionPortion.of(data);
            if (data.length < 2 || portion.opens() && portion.originating() == null) {
                events.messageRefused(CallingParty.name(message.getCallingPartyAddress()), NOBODY);
            } else if (!portion.continues() || belongs(message, portion)) {
                if (!ComponentPortion.readable(data)) {
                    malformed(message, portion);
                    return;
                }
                if (ComponentPortion.markMistyped(data) > 0) {
                    events.messageRefused(
                            CallingParty.name(message.getCallingPartyAddress()),
                            "a component that cannot be read, or whose invoke id or code is none");
                }
                super.onMessage(message);
            }
        }

        /** While TCAP is congested jSS7 tells its SCCP so with each message. */
        @Override
        public void send(
                byte[] data,
                boolean returnMessageOnError,
                SccpAddress to,
                SccpAddress from,
                int sls,
                int networkId,
                int subsystem,
                int pointCode)
                throws IOException {
            int congestion = getCumulativeCongestionLevel();
            boolean usual = !returnMessageOnError && networkId == 0 && congestion == 0 && !congested;
            if (!usual || !unitdata.send(data, to, from, sls, pointCode)) {
                congested = congestion > 0;
                super.send(data, returnMessageOnError, to, from, sls, networkId, subsystem, pointCode);
            }
        }

        /** Ends the transaction at both sides (Q.774 clause 3.3.3.1). */
        private void malformed(SccpDataMessage message, TransactionPortion portion) {
            events.messageRefused(
                    CallingParty.name(message.getCallingPartyAddress()), "a TCAP message that cannot be read");
            if (portion.originating() != null) {
                abort(message, portion, PAbortCauseType.BadlyFormattedTxPortion);
            }
            DialogImpl dialog = portion.continues() ? dialogs.get(portion.destinationId()) : null;
            if (dialog != null) {
                dialog.release();
            }
        }

        private void abort(SccpDataMessage message, TransactionPortion portion, PAbortCauseType cause) {
            sendProviderAbort(
                    cause,
                    portion.originating(),
                    message.getCallingPartyAddress(),
                    message.getCalledPartyAddress(),
                    message.getSls(),
                    message.getNetworkId(),
                    message.getIncomingOpc());
        }

        private boolean belongs(SccpDataMessage message, TransactionPortion portion) {
            DialogImpl dialog = dialogs.get(portion.destinationId());
            if (dialog == null) {
                events.messageRefused("a TCAP message for a transaction that is not open");
                if (portion.type() == TransactionPortion.CONTINUE) {
                    abort(message, portion, PAbortCauseType.UnrecognizedTxID);
                }
                return false;
            }
            if (!origin.accepts(dialog, portion, message.getCallingPartyAddress())) {
                events.messageRefused(
                        "a TCAP message for a dialogue of another peer, from point code " + message.getIncomingOpc());
                return false;
            }
            return true;
        }

        /** What comes back may have been cut; the transaction is all that matters of it. */
        @Override
        public void onNotice(SccpNoticeMessage notice) {
            TransactionPortion portion = TransactionPortion.of(notice.getData());
            if (!dialogs.containsKey(portion.ownOriginatingId())) {
                events.messageRefused("a returned message of no open dialogue");
                return;
            }
            ((SccpSegmentableMessageImpl) notice).setData(portion.identified());
            super.onNotice(notice);
        }

        @Override
        protected void sendProviderAbort(
                PAbortCauseType cause,
                byte[] transactionId,
                SccpAddress to,
                SccpAddress from,
                int sls,
                int networkId,
                int pointCode) {
            if (transactionId == null
                    || transactionId.length < 1
                    || transactionId.length > TransactionPortion.LONGEST_ID) {
                events.messageRefused(CallingParty.name(to), NOBODY);
            } else {
                super.sendProviderAbort(cause, transactionId, to, from, sls, networkId, pointCode);
            }
        }
    }
}
