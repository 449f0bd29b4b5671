// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MessageWaitingStatus;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dialogue of {@link ShortDialogues}, which is open until its one answer is given or its time is over. */
final class ShortDialogue implements MapInvocation {

    private static final Logger LOG = LoggerFactory.getLogger(ShortDialogue.class);

    private final ShortDialogues dialogues;
    private final SingleInvokeBegin begin;
    private final int signallingLinkSelection;
    private final Dialogue dialogue;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile String unsent = "";
    private Future<?> timer;

    private enum State {
        OPEN,
        ANSWERED,
        EXPIRED
    }

    ShortDialogue(
            ShortDialogues dialogues, SingleInvokeBegin begin, int originatingPointCode, int signallingLinkSelection) {
        this.dialogues = dialogues;
        this.begin = begin;
        this.signallingLinkSelection = signallingLinkSelection;
        dialogue = new Dialogue(
                begin.context().getApplicationContextVersion().getVersion(),
                Optional.of(begin.callingDigits()),
                Optional.of(begin.calledDigits()),
                originatingPointCode);
    }

    /** Before anybody can answer. */
    void expiresWith(Future<?> started) {
        timer = started;
    }

    SingleInvokeBegin begin() {
        return begin;
    }

    int signallingLinkSelection() {
        return signallingLinkSelection;
    }

    @Override
    public Dialogue dialogue() {
        return dialogue;
    }

    @Override
    public MapRequest request() {
        return begin.request();
    }

    @Override
    public boolean answer(MapAnswer answer, Optional<MessageWaitingStatus> waiting) {
        if (!state.compareAndSet(State.OPEN, State.ANSWERED)) {
            if (state.get() == State.EXPIRED) {
                unsent = "the dialogue had ended before its answer";
            }
            return false;
        }
        timer.cancel(false);
        try {
            unsent = answer instanceof MapAnswer.None ? "" : dialogues.end(this, answer, waiting);
        } catch (IOException e) {
            LOG.warn(
                    "An answer could not be sent to point code {}: {}",
                    dialogue.originatingPointCode(),
                    e.getMessage());
            unsent = "it could not be sent: " + e.getMessage();
        } finally {
            dialogues.closed();
        }
        return unsent.isEmpty();
    }

    /** Aborts the dialogue unless it was answered. */
    void expire() {
        if (!state.compareAndSet(State.OPEN, State.EXPIRED)) {
            return;
        }
        try {
            dialogues.abort(this);
        } catch (IOException e) {
            LOG.warn(
                    "A dialogue could not be aborted to point code {}: {}",
                    dialogue.originatingPointCode(),
                    e.getMessage());
        } finally {
            dialogues.closed();
        }
    }

    @Override
    public String unsentBecause() {
        return unsent;
    }
}
