// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** TCAP: which dialogue a message belongs to, and the dialogues that the hub opens. */
public final class Transactions {

    /** Transaction ids from here on are those of {@link MalformedPdus}: whatever answers them is not a violation. */
    static final long PROVOKED = 0xf0000000L;

    private final SmscSettings settings;
    private final Signalling signalling;
    private final Counts counts = new Counts();
    private final AtomicLong nextId = new AtomicLong(0x10000001L);
    private final Map<TransactionId, Dialogue> open = new ConcurrentHashMap<>();
    private final Set<TransactionId> finished = ConcurrentHashMap.newKeySet();
    private final Set<TransactionId> givenUp = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<TcapMessage> provoked = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<TcapMessage> begins = new LinkedBlockingQueue<>();
    private volatile Function<TcapMessage, List<TcapMessage>> beginAnswerer = Transactions::acceptAlert;
    private volatile Optional<Function<TcapMessage, List<TcapMessage>>> otherAnswerer = Optional.empty();

    Transactions(SmscSettings settings, Signalling signalling) {
        this.settings = settings;
        this.signalling = signalling;
        signalling.user(this::take);
    }

    Dialogue dialogue(ApplicationContext context) {
        String called =
                context.name() == ApplicationContext.shortMsgGateway(1).name() ? settings.hubHlr() : settings.hubMsc();
        int subsystem = called.equals(settings.hubHlr()) ? 6 : 8;
        TransactionId id = TransactionId.of(nextId.getAndIncrement());
        return new Dialogue(
                this,
                signalling,
                id,
                context,
                PartyAddress.title(settings.globalTitle(), settings.subsystem()),
                PartyAddress.title(called, subsystem),
                settings.answerTimeout());
    }

    String serviceCentre() {
        return settings.globalTitle();
    }

    Counts counts() {
        return counts;
    }

    void opened(TransactionId id, Dialogue dialogue) {
        open.put(id, dialogue);
    }

    /** The hub ended it. */
    void finished(TransactionId id) {
        open.remove(id);
        finished.add(id);
    }

    /** This SMSC ended it: what the hub had sent by then is late, but not wrong. */
    void givenUp(TransactionId id) {
        open.remove(id);
        givenUp.add(id);
    }

    /** Dialogues that are open. */
    public int size() {
        return open.size();
    }

    /** The next message to a transaction of {@link MalformedPdus}. */
    public TcapMessage awaitProvoked(Duration timeout) {
        return await(provoked, "answer to a malformed message", timeout);
    }

    /** Such messages that nobody awaited yet. */
    public List<TcapMessage> provoked() {
        return List.copyOf(provoked);
    }

    /**
     * What to send back for a Begin of the hub; at first alertServiceCentre is accepted and everything else ignored.
     */
    public void answerBegins(Function<TcapMessage, List<TcapMessage>> value) {
        beginAnswerer = value;
    }

    /**
     * What to send back for messages of transactions that this side did not open, once it answers Begins by Continues.
     */
    public void answerOthers(Function<TcapMessage, List<TcapMessage>> value) {
        otherAnswerer = Optional.of(value);
    }

    /** The next Begin that the hub sent. */
    public TcapMessage awaitBegin(Duration timeout) {
        return await(begins, "Begin from the hub", timeout);
    }

    private static TcapMessage await(LinkedBlockingQueue<TcapMessage> queue, String what, Duration timeout) {
        try {
            TcapMessage next = queue.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null) {
                throw new AssertionError("no " + what + " within " + timeout);
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private void take(SccpMessage sccp, boolean segmented) {
        try {
            TcapMessage message = TcapMessage.decode(sccp.data());
            if (sccp.type().service()) {
                returned(message, sccp.returnCause());
                return;
            }
            if (message.destination().filter(Transactions::isProvoked).isEmpty()) {
                checkAddresses(sccp, message.kind() == TcapMessage.Kind.BEGIN);
            }
            if (message.kind() == TcapMessage.Kind.BEGIN) {
                begins.add(message);
                beginAnswerer.apply(message).forEach(answer -> sendBack(sccp, answer));
            } else if (otherAnswerer.isPresent()
                    && !open.containsKey(message.destination().orElseThrow())) {
                otherAnswerer.get().apply(message).forEach(answer -> sendBack(sccp, answer));
            } else {
                carriedOn(message, sccp.calling());
            }
        } catch (MalformedPduException e) {
            signalling.violation(e.getMessage() + " in " + Octets.hex(sccp.data()));
        }
    }

    private void sendBack(SccpMessage to, TcapMessage answer) {
        signalling.send(SccpMessage.udt(to.calling(), to.called(), answer.encode()), 0);
    }

    private void checkAddresses(SccpMessage message, boolean begin) {
        PartyAddress called = message.called();
        PartyAddress calling = message.calling();
        if (calling.subsystem().isEmpty()
                || !calling.routeOnSsn() && calling.globalTitle().isEmpty()) {
            signalling.violation("SCCP: nothing can be answered to calling party " + calling);
        }
        if (!begin && called.globalTitle().isPresent() && !called.digits().equals(settings.globalTitle())
                || !begin
                        && called.subsystem().isPresent()
                        && called.subsystem().getAsInt() != settings.subsystem()) {
            signalling.violation("SCCP: called party is not this SMSC: " + called);
        }
    }

    private void carriedOn(TcapMessage message, PartyAddress calling) {
        TransactionId id = message.destination()
                .orElseThrow(() -> new MalformedPduException("TCAP: a " + message.kind() + " without dtid"));
        Dialogue dialogue = open.get(id);
        if (dialogue != null) {
            dialogue.take(message, calling);
            return;
        }
        if (isProvoked(id)) {
            provoked.add(message);
            return;
        }
        if (givenUp.contains(id)) {
            counts.lateAnswer();
            return;
        }
        counts.unknownTransaction();
        boolean known = finished.contains(id);
        if (known) {
            counts.doubleAnswer(answers(message));
        }
        signalling.violation(
                "TCAP: " + message + (known ? " after the end of its dialogue" : " for a transaction that never was"));
        message.originating()
                .ifPresent(other -> signalling.send(
                        SccpMessage.udt(
                                calling,
                                PartyAddress.title(settings.globalTitle(), settings.subsystem()),
                                TcapMessage.providerAbort(other, TcapMessage.UNRECOGNIZED_TRANSACTION_ID)
                                        .encode()),
                        0));
    }

    private static boolean isProvoked(TransactionId id) {
        return id.value() >= PROVOKED;
    }

    private static int answers(TcapMessage message) {
        return (int) message.components().stream()
                .filter(c -> !(c instanceof Component.Invoke))
                .count();
    }

    private void returned(TcapMessage own, int cause) {
        Dialogue dialogue = own.originating().map(open::get).orElse(null);
        if (own.originating().filter(Transactions::isProvoked).isPresent()) {
            provoked.add(own);
        } else if (dialogue == null) {
            counts.unknownTransaction();
            signalling.violation("SCCP: returned with cause " + cause + " what belongs to no dialogue: " + own);
        } else {
            dialogue.returned(cause);
        }
    }

    /** Version 2 has a result, version 1 (alertServiceCentreWithoutResult) none and no dialogue portion. */
    private static List<TcapMessage> acceptAlert(TcapMessage begin) {
        List<Component> results = new ArrayList<>();
        boolean alert = false;
        for (Component component : begin.components()) {
            if (component instanceof Component.Invoke invoke) {
                alert |= invoke.operation() == Operation.ALERT_SERVICE_CENTRE
                        || invoke.operation() == Operation.ALERT_SERVICE_CENTRE_WITHOUT_RESULT;
                if (invoke.operation() == Operation.ALERT_SERVICE_CENTRE) {
                    results.add(Component.ReturnResult.empty(invoke.invokeId()));
                }
            }
        }
        Optional<DialoguePortion> accepted = begin.dialogue()
                .map(request ->
                        DialoguePortion.Response.accepted(((DialoguePortion.Request) request).applicationContext()));
        return alert ? List.of(TcapMessage.end(begin.originating().orElseThrow(), accepted, results)) : List.of();
    }
}
