// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MessageWaitingStatus;
import java.io.IOException;
import java.util.Optional;

/**
 * Dialogues of two messages, as nearly all are: a TC-BEGIN with one invoke, and the TC-END that answers it. The peer
 * gets no transaction id of this side, so that nothing can arrive for such a dialogue, and SCCP, TCAP and MAP of jSS7,
 * for which it is several kilobytes of objects, need not know it. Whatever is not of the form of
 * {@link SingleInvokeBegin}, or comes while the hub is to refuse it, goes to jSS7. Thread-safe.
 */
final class ShortDialogues {

    private static final int USUAL_OCTETS = 128;
    private static final int MOST_OCTETS = 512;

    private final OpenDialogues dialogues;
    private final IncomingDialogues incoming;
    private final TcapLayer tcap;
    private final UnitdataSender unitdata;
    private final SccpTranslation translation;
    private final Reachability reachability;

    ShortDialogues(
            OpenDialogues dialogues,
            IncomingDialogues incoming,
            TcapLayer tcap,
            UnitdataSender unitdata,
            SccpTranslation translation,
            Reachability reachability) {
        this.dialogues = dialogues;
        this.incoming = incoming;
        this.tcap = tcap;
        this.unitdata = unitdata;
        this.translation = translation;
        this.reachability = reachability;
    }

    /**
     * Takes a message that {@link SccpInspection} has accepted, and hands its invoke to its handler.
     *
     * @return false when it is for jSS7; nothing has happened then
     */
    boolean take(byte[] sccp, int originatingPointCode, int signallingLinkSelection) {
        if (!tcap.endsAsDefault() || tcap.congested()) {
            return false;
        }
        SingleInvokeBegin begin = SingleInvokeBegin.of(Unitdata.of(sccp), sccp);
        if (begin == null || !dialogues.open()) {
            return false;
        }
        dialogues.invoked();
        ShortDialogue dialogue = new ShortDialogue(this, begin, originatingPointCode, signallingLinkSelection);
        dialogue.expiresWith(tcap.afterIdleTimeout(dialogue::expire));
        incoming.dispatch(dialogue);
        return true;
    }

    /**
     * Sends the TC-END.
     *
     * @return why it does not leave the hub; empty when it does
     */
    String end(ShortDialogue dialogue, MapAnswer answer, Optional<MessageWaitingStatus> waiting) throws IOException {
        SingleInvokeBegin begin = dialogue.begin();
        int pointCode = pointCode(dialogue);
        Optional<String> obstacle = reachability.obstacle(pointCode);
        byte[] end = end(begin, answer, waiting, USUAL_OCTETS);
        if (end.length == 0) {
            end = end(begin, answer, waiting, MOST_OCTETS);
        }
        if (end.length == 0) {
            throw new IOException("it has digits that an answer cannot have");
        }
        send(dialogue, pointCode, end);
        return obstacle.orElse("");
    }

    private static byte[] end(
            SingleInvokeBegin begin, MapAnswer answer, Optional<MessageWaitingStatus> waiting, int mostOctets) {
        return EndMessage.of(
                mostOctets,
                begin.transactionId(),
                begin.context(),
                true,
                begin.invokeId(),
                begin.request(),
                answer,
                begin.request() instanceof MapRequest.SendRoutingInfoForSm ? waiting : Optional.empty());
    }

    /** Sends the TC-ABORT of a dialogue in which nothing came for too long. */
    void abort(ShortDialogue dialogue) throws IOException {
        send(dialogue, pointCode(dialogue), AbortMessage.of(dialogue.begin().transactionId()));
    }

    private void send(ShortDialogue dialogue, int pointCode, byte[] message) throws IOException {
        SingleInvokeBegin begin = dialogue.begin();
        int sls = dialogue.signallingLinkSelection();
        if (!unitdata.send(message, begin.calling(), begin.called(), sls, pointCode)) {
            tcap.send(message, begin, sls, dialogue.dialogue().originatingPointCode());
        }
    }

    private int pointCode(ShortDialogue dialogue) {
        int origin = dialogue.dialogue().originatingPointCode();
        return translation.isAdjacent(origin)
                ? origin
                : translation.pointCode(
                        origin, PartyAddress.of(dialogue.begin().calling()).title());
    }

    /** A dialogue has ended. */
    void closed() {
        dialogues.settled(1);
        dialogues.closed();
    }
}
