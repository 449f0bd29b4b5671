// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import io.vmnhub.sms.MessageWaitingStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.restcomm.protocols.ss7.map.MAPDialogImpl;
import org.restcomm.protocols.ss7.map.api.MAPException;
import org.restcomm.protocols.ss7.map.api.service.sms.MAPDialogSms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A dialogue that a peer opened with the hub: its open invokes in their order, and the one place where answers are
 * sent.
 *
 * <p>All state is guarded by the dialogue's own lock, which jSS7 holds during its callbacks: adding a component and
 * sending the message that carries it are one step. An answer that comes before those of earlier invokes waits for
 * them.
 */
final class IncomingDialogue {

    private static final Logger LOG = LoggerFactory.getLogger(IncomingDialogue.class);

    private final MAPDialogSms mapDialog;
    private final Lock lock;
    private final Dialogue dialogue;
    private final AnswerEncoding encoding;
    private final DialogueEnd dialogueEnd;
    private final Reachability reachability;
    private final OpenDialogues dialogues;
    private final Deque<Invocation> open = new ArrayDeque<>();
    private final List<Invocation> arrived = new ArrayList<>(1);
    private List<Long> received = new ArrayList<>();
    private ReceivedInvokes receiving = ReceivedInvokes.NONE;
    private MapRequest.ForwardSm first;
    private boolean rejected;
    private boolean rejectWaits;
    private boolean ended;

    /** @param dialogues counts the open invokes of all of them */
    IncomingDialogue(
            MAPDialogSms mapDialog,
            Dialogue dialogue,
            AnswerEncoding encoding,
            DialogueEnd dialogueEnd,
            Reachability reachability,
            OpenDialogues dialogues) {
        this.reachability = reachability;
        this.dialogues = dialogues;
        this.mapDialog = mapDialog;
        this.lock = ((MAPDialogImpl) mapDialog).getTcapDialog().getDialogLock();
        this.dialogue = dialogue;
        this.encoding = encoding;
        this.dialogueEnd = dialogueEnd;
    }

    Dialogue dialogue() {
        return dialogue;
    }

    /** The invokes of the TC message whose components are decoded next. */
    void receiving(ReceivedInvokes invokes) {
        received = new ArrayList<>(invokes.invokeIds());
        receiving = invokes;
        rejected = false;
    }

    /** A decoded invoke of the message being received. */
    void arrived(long invokeId, MapRequest request) {
        received.remove(invokeId);
        Invocation invocation = new Invocation(invokeId, complete(invokeId, request));
        open.add(invocation);
        dialogues.invoked();
        arrived.add(invocation);
    }

    /** With what jSS7 has passed over. */
    private MapRequest complete(long invokeId, MapRequest request) {
        if (request instanceof MapRequest.ForwardSm forward) {
            return addressed(forward).with(receiving.parameters().getOrDefault(invokeId, DeliveryParameters.NONE));
        }
        return request instanceof MapRequest.SendRoutingInfoForSm routing
                ? routing.with(receiving.routing().getOrDefault(invokeId, RoutingParameters.NONE))
                : request;
    }

    private MapRequest.ForwardSm addressed(MapRequest.ForwardSm forward) {
        if (first == null) {
            first = forward.hasDestination() ? forward : null;
            return forward;
        }
        return forward.after(first);
    }

    /** A component was rejected: jSS7 has put the Reject into the next message. */
    void rejected(Long invokeId) {
        received.remove(invokeId);
        rejected = true;
        rejectWaits = true;
    }

    /** The invokes of the received message that are to be handled now. */
    List<MapInvocation> takeArrived() {
        List<MapInvocation> taken = List.copyOf(arrived);
        arrived.clear();
        return taken;
    }

    /** Invokes that nothing in jSS7 took up: known operations in a dialogue that does not have them. */
    List<Long> takeUnknown() {
        List<Long> unknown = received;
        received = new ArrayList<>();
        return unknown;
    }

    /** Whether nothing waits for an answer and a Reject has to go out. */
    boolean endsWithReject() {
        return rejected && open.isEmpty();
    }

    void end() {
        ended = true;
        dialogues.settled(open.size());
        open.clear();
        arrived.clear();
    }

    boolean hasOpen() {
        return !open.isEmpty();
    }

    private boolean answer(Invocation invocation, MapAnswer answer, Optional<MessageWaitingStatus> waiting) {
        lock.lock();
        try {
            if (invocation.answer != null) {
                return false;
            }
            if (ended) {
                invocation.unsent = "the dialogue had ended before its answer";
                return false;
            }
            invocation.answer = answer;
            invocation.waiting = waiting;
            invocation.unsent = open.peek() == invocation ? flush() : "";
            return invocation.unsent.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends the answers that are at the head of the line.
     *
     * @return why they do not leave the hub; empty when they do
     */
    private String flush() {
        Optional<String> obstacle =
                reachability.obstacle(dialogue.originatingPointCode(), mapDialog.getRemoteAddress());
        List<Invocation> answered = new ArrayList<>(1);
        boolean more = false;
        while (!open.isEmpty() && open.peek().answer != null) {
            Invocation next = open.remove();
            dialogues.settled(1);
            boolean silent = next.answer instanceof MapAnswer.None;
            more = !silent && next.request instanceof MapRequest.ForwardSm forward && forward.moreMessagesToSend();
            if (!silent) {
                answered.add(next);
            }
        }
        try {
            if (!open.isEmpty() || more) {
                carryOn(answered);
            } else if (answered.isEmpty()) { // a local end: the peer is told nothing
                end();
                mapDialog.release();
            } else {
                end();
                close(answered);
            }
            return obstacle.orElse("");
        } catch (MAPException e) {
            LOG.warn(
                    "An answer could not be sent to point code {}: {}",
                    dialogue.originatingPointCode(),
                    e.getMessage());
            end();
            mapDialog.release();
            return "it could not be encoded: " + e.getMessage();
        }
    }

    private void carryOn(List<Invocation> answered) throws MAPException {
        if (!answered.isEmpty()) {
            add(answered);
            mapDialog.send();
            rejectWaits = false;
        }
    }

    private void close(List<Invocation> answered) throws MAPException {
        Invocation last = answered.get(0);
        boolean alone = answered.size() == 1 && !rejectWaits && last.waiting.isEmpty();
        if (!alone || !dialogueEnd.send(mapDialog, last.invokeId, last.request, last.answer)) {
            add(answered);
            mapDialog.close(false);
        }
    }

    private void add(List<Invocation> answered) throws MAPException {
        for (Invocation next : answered) {
            encoding.add(mapDialog, next.invokeId, next.request, next.answer, dialogue.version());
            if (next.waiting.isPresent()
                    && next.request instanceof MapRequest.SendRoutingInfoForSm
                    && dialogue.version() > 1) {
                encoding.inform(mapDialog, next.waiting.get());
            }
        }
    }

    private final class Invocation implements MapInvocation {

        private final long invokeId;
        private final MapRequest request;
        private MapAnswer answer;
        private Optional<MessageWaitingStatus> waiting = Optional.empty();
        private volatile String unsent = "";

        Invocation(long invokeId, MapRequest request) {
            this.invokeId = invokeId;
            this.request = request;
        }

        @Override
        public Dialogue dialogue() {
            return dialogue;
        }

        @Override
        public MapRequest request() {
            return request;
        }

        @Override
        public boolean answer(MapAnswer given, Optional<MessageWaitingStatus> waitingStatus) {
            return IncomingDialogue.this.answer(this, given, waitingStatus);
        }

        @Override
        public String unsentBecause() {
            return unsent;
        }
    }
}
