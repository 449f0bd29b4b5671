package io.vmnhub.ss7;

import org.restcomm.protocols.ss7.sccp.SccpProvider;
import org.restcomm.protocols.ss7.sccp.message.SccpDataMessage;
import org.restcomm.protocols.ss7.tcap.NonPersistentTCAPStackImpl;
import org.restcomm.protocols.ss7.tcap.TCAPProviderImpl;
import org.restcomm.protocols.ss7.tcap.TCAPStackImpl;

/**
 * jSS7's TCAP without files. A message that names no valid originating transaction is discarded (Q.774 clause 3.3.3.1: there is
 * nobody to tell); jSS7 would send an Abort with what it took for the identifier.
 */
final class TcapLayer extends NonPersistentTCAPStackImpl {

    private static final int UNIDIRECTIONAL = 0x61;
    private static final int END = 0x64;
    private static final int ABORT = 0x67;
    private static final int ORIGINATING_TRANSACTION_ID = 0x48;
    private static final int LONGEST_TRANSACTION_ID = 4;

    TcapLayer(String name, SccpProvider sccp, int subsystem, Ss7Events events) {
        super(name, sccp, subsystem);
        tcapProvider = new Provider(sccp, this, subsystem, events);
    }

    /** Whether nobody could be told that this message is wrong, though its kind names who sends it. */
    static boolean isAnonymous(byte[] message) {
        if (message.length < 2) {
            return true;
        }
        int kind = message[0] & 0xff;
        if (kind == UNIDIRECTIONAL || kind == END || kind == ABORT) {
            return false;
        }
        int length = message[1] & 0xff;
        int at = length > 0x80 ? 2 + (length & 0x7f) : 2;
        if (at + 1 >= message.length || (message[at] & 0xff) != ORIGINATING_TRANSACTION_ID) {
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
            if (isAnonymous(message.getData())) {
                events.messageRefused("a TCAP message without a valid originating transaction");
            } else {
                super.onMessage(message);
            }
        }
    }
}
