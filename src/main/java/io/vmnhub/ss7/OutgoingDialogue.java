// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;

/**
 * A dialogue that this side opened: what is still to be sent, and the answers so far. Guarded by the dialogue's lock.
 */
final class OutgoingDialogue {

    private final MAPDialogSms mapDialog;
    private final MapCall call;
    private final InvokeEncoding encoding;
    private final CompletableFuture<List<MapAnswer>> answers = new CompletableFuture<>();
    private final List<MapAnswer> received = new ArrayList<>();
    private int sent;

    OutgoingDialogue(MAPDialogSms mapDialog, MapCall call, InvokeEncoding encoding) {
        this.mapDialog = mapDialog;
        this.call = call;
        this.encoding = encoding;
    }

    CompletableFuture<List<MapAnswer>> answers() {
        return answers;
    }

    void begin() throws MAPException {
        if (!call.twoStep()) {
            addNext();
        }
        mapDialog.send();
    }

    private void addNext() throws MAPException {
        encoding.add(mapDialog, call.requests().get(sent), call.version(), call.timeout());
        sent++;
    }

    void answered(MapAnswer answer) {
        received.add(answer);
    }

    /** The operation has no answer, and nothing has come back in its time: it has reached the peer. */
    void sentWithoutAnswer() {
        while (received.size() < call.requests().size()) {
            received.add(new MapAnswer.Result());
        }
        complete();
    }

    /** Whether the peer is to answer nothing: alertServiceCentreWithoutResult. */
    boolean hasNoAnswer() {
        return call.version() == 1 && call.requests().get(0) instanceof MapRequest.AlertServiceCentre;
    }

    /** A message has been read to its end and the dialogue is still open. */
    void delimiter() throws MAPException {
        if (received.size() < sent) {
            return;
        }
        if (sent < call.requests().size()) {
            addNext();
            mapDialog.send();
        } else {
            mapDialog.close(false);
            complete();
        }
    }

    /** The dialogue has ended, whatever is still open. */
    void ended(MapAnswer.Failure.Kind kind, String detail) {
        if (!answers.isDone()) {
            while (received.size() < call.requests().size()) {
                received.add(new MapAnswer.Failure(kind, detail));
            }
            complete();
        }
    }

    private void complete() {
        answers.complete(List.copyOf(received));
    }
}
