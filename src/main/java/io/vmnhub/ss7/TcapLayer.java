package io.vmnhub.ss7;

import org.restcomm.protocols.ss7.sccp.SccpProvider;
import org.restcomm.protocols.ss7.sccp.message.SccpDataMessage;
import org.restcomm.protocols.ss7.sccp.parameter.SccpAddress;
import org.restcomm.protocols.ss7.tcap.NonPersistentTCAPStackImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;
import org.restcomm.protocols.ss7.tcap.TCAPStackImpl;
import org.restcomm.protocols.ss7.tcap.asn.comp.PAbortCauseType;

/**
 * jSS7's TCAP without files. A message without a valid originating transaction is discarded (Q.774 clause
 * 3.3.3.1: there is nobody to tell); jSS7 would send an Abort with whatever it took for the identifier.
 */
final class TcapLayer extends NonPersistentTCAPStackImpl {

    private static final int BEGIN = 0x62;
    private static final int CONTINUE = 0x65;
    private static final int ORIGINATING_TRANSACTION_ID = 0x48;
    private static final int LONGEST_TRANSACTION_ID = 4;

    TcapLayer(String name, SccpProvider sccp, int subsystem, Ss7Events events) {
        super(name, sccp, subsystem);
        tcapProvider = new Provider(sccp, this, subsystem, events);
    }

    /** Whether this is a Begin or Continue whose originating transaction id is not there or not 1 to 4 octets long. */
    static boolean opensAnonymously(byte[] message) {
        if (message.length < 2 || message[0] != BEGIN && message[0] != CONTINUE) {
            return false;
        }
        int length = message[1] & 0xff;
        int at = length > 0x80 ? 2 + (length & 0x7f) : 2;
        if (at + 1 >= message.length || message[at] != ORIGINATING_TRANSACTION_ID) {
            return true;
        }
        int octets = message[at + 1] & 0xff;
        return octets < 1 || octets > LONGEST_TRANSACTION_ID || at + 2 + octets > message.length;
    }

    private static final class Provider extends TCAPProviderImpl {

        private static final long serialVersionUID = 1L;

        private final transient Ss7Events events;

        Provider(SccpProvider sccp, TCAPStackImpl stack, int subsystem, Ss7Events events) {
            super(sccp, stack, subsystem);
            this.events = events;
        }

        @Override
        public void onMessage(SccpDataMessage message) {
            if (opensAnonymously(message.getData())) {
                events.messageRefused("a TCAP message without a valid originating transaction");
            } else {
                super.onMessage(message);
            }
        }

        @Override
        protected void sendProviderAbort(PAbortCauseType cause, byte[] transactionId, SccpAddress to, SccpAddress from, int sls,
                                         int networkId, int pointCode) {
            if (transactionId == null || transactionId.length < 1 || transactionId.length > LONGEST_TRANSACTION_ID) {
                events.messageRefused("a TCAP message without a valid originating transaction");
            } else {
                super.sendProviderAbort(cause, transactionId, to, from, sls, networkId, pointCode);
            }
        }
    }
}
