// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.io.IOException;
import java.util.Optional;
import org.restcomm.protocols.ss7.map.MAPDialogImpl;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;
import org.restcomm.protocols.ss7.tcap.DialogImpl;
import org.restcomm.protocols.ss7.tcap.api.tc.dialog.TRPseudoState;

/**
 * Ends a dialogue with the answer to its last invoke without having jSS7 encode it, which takes half of what a message
 * costs. jSS7's own dialogues of TCAP and MAP are released, and their timers with them, as if it had sent the TC-END.
 */
final class DialogueEnd {

    private final TcapLayer tcap;

    DialogueEnd(TcapLayer tcap) {
        this.tcap = tcap;
    }

    /**
     * Sends the answer and ends the dialogue; with the lock of the dialogue, in which no component waits.
     *
     * @return false when jSS7 must do it; nothing has happened then
     */
    boolean send(MAPDialogSms mapDialog, long invokeId, MapRequest request, MapAnswer answer) throws MAPException {
        DialogImpl dialog = (DialogImpl) ((MAPDialogImpl) mapDialog).getTcapDialog();
        TRPseudoState state = dialog.getState();
        boolean first = state == TRPseudoState.InitialReceived;
        boolean usual = (first || state == TRPseudoState.Active)
                && !mapDialog.getReturnMessageOnError()
                && dialog.isDoNotSendProtcolVersion() == null
                && tcap.endsAsDefault();
        if (!usual) {
            return false;
        }
        byte[] end = EndMessage.of(
                UnitdataSender.MOST_DATA,
                tcap.remoteTransactionId(dialog),
                mapDialog.getApplicationContext(),
                first,
                invokeId,
                request,
                answer,
                Optional.empty());
        if (end.length == 0) {
            return false;
        }
        try {
            tcap.send(dialog, end);
        } catch (IOException e) {
            throw new MAPException(e.getMessage(), e);
        }
        mapDialog.release();
        return true;
    }
}
