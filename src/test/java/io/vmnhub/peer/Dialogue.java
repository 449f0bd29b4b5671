// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.Tlv;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One dialogue that this SMSC opens. Set how it is sent, add components, then {@link #send()}: a Begin at first,
 * Continues afterwards. Thread-safe.
 */
public final class Dialogue {

    private final Transactions transactions;
    private final Signalling signalling;
    private final ApplicationContext context;
    private Duration answerTimeout;
    private final PendingInvokes invokes;
    private final List<Component> queued = new ArrayList<>();
    private final List<TcapMessage> received = new ArrayList<>();
    private TransactionId id;
    private Optional<TransactionId> other = Optional.empty();
    private PartyAddress calling;
    private PartyAddress called;
    private Optional<DialoguePortion> request;
    private int protocolClass;
    private boolean returnOnError = true;
    private boolean extended;
    private int hopCounter = 15;
    private int segments = 1;
    private int sls;
    private boolean begun;
    private boolean over;

    Dialogue(
            Transactions transactions,
            Signalling signalling,
            TransactionId id,
            ApplicationContext context,
            PartyAddress calling,
            PartyAddress called,
            Duration answerTimeout) {
        this.transactions = transactions;
        this.signalling = signalling;
        this.id = id;
        this.context = context;
        this.calling = calling;
        this.called = called;
        this.answerTimeout = answerTimeout;
        sls = (int) (id.value() & 0xf);
        invokes = new PendingInvokes(transactions.counts(), signalling, context.version());
        request = context.version() == 1
                ? Optional.empty()
                : Optional.of(new DialoguePortion.Request(context.objectIdentifier(), Optional.empty()));
    }

    public synchronized Dialogue to(PartyAddress address) {
        called = address;
        return this;
    }

    public synchronized Dialogue from(PartyAddress address) {
        calling = address;
        return this;
    }

    public synchronized Dialogue transactionId(TransactionId value) {
        id = value;
        return this;
    }

    public synchronized Dialogue protocolClass(int value) {
        protocolClass = value;
        return this;
    }

    public synchronized Dialogue returnOnError(boolean value) {
        returnOnError = value;
        return this;
    }

    /** After which invokes queued from now on are given up. */
    public synchronized Dialogue answerTimeout(Duration value) {
        answerTimeout = value;
        return this;
    }

    public synchronized Dialogue sls(int value) {
        sls = value;
        return this;
    }

    /** XUDT with this hop counter instead of UDT. */
    public synchronized Dialogue xudt(int hops) {
        extended = true;
        hopCounter = hops;
        return this;
    }

    /** The messages from now on as XUDTs in so many segments. */
    public synchronized Dialogue segments(int count) {
        extended = true;
        segments = count;
        return this;
    }

    /** Another dialogue portion in the Begin, or none. */
    public synchronized Dialogue dialoguePortion(Optional<DialoguePortion> portion) {
        request = portion;
        return this;
    }

    /** Queues an invoke under the next free id. Its future ends with an {@link Answer}, at the latest with NONE. */
    public CompletableFuture<Answer> invoke(int operation, Tlv parameter) {
        synchronized (this) {
            int invokeId = invokes.nextId();
            return add(Component.Invoke.of(invokeId, operation, parameter));
        }
    }

    /** {@link #invoke} and {@link #send}. */
    public synchronized CompletableFuture<Answer> invokeNow(int operation, Tlv parameter) {
        CompletableFuture<Answer> answer = invoke(operation, parameter);
        send();
        return answer;
    }

    /** Queues any component; the future of anything but an invoke never ends. */
    public synchronized CompletableFuture<Answer> add(Component component) {
        queued.add(component);
        if (component instanceof Component.Invoke invoke) {
            return invokes.add(invoke, answerTimeout);
        }
        return new CompletableFuture<>();
    }

    /** mt-ForwardSM or forwardSM, as the version has it, sent at once. */
    public synchronized CompletableFuture<Answer> forwardSm(String imsi, byte[] tpdu, boolean moreMessagesToSend) {
        CompletableFuture<Answer> answer = invoke(
                Operation.forwardSm(context.version()),
                Arguments.forwardSm(
                        Arguments.imsi(imsi),
                        Arguments.serviceCentreAddressOa(transactions.serviceCentre()),
                        tpdu,
                        moreMessagesToSend));
        send();
        return answer;
    }

    /** What was queued (perhaps nothing) in a Begin, or in a Continue once begun. */
    public synchronized Dialogue send() {
        TcapMessage message;
        if (begun) {
            message = TcapMessage.carryOn(id, other(), Optional.empty(), queued);
        } else {
            message = TcapMessage.begin(id, request, queued);
            transactions.opened(id, this);
            begun = true;
        }
        sendRaw(message.encode());
        queued.clear();
        return this;
    }

    /** The empty Begin of a two-step opening, answered by an empty Continue. */
    public Dialogue open() {
        send();
        TcapMessage answer = await(message -> true, answerTimeout);
        if (answer.kind() != TcapMessage.Kind.CONTINUE || !answer.components().isEmpty()) {
            throw new AssertionError("an empty Begin was answered by " + answer);
        }
        return this;
    }

    /** What was queued, in an SCCP message that {@code encoding} writes. */
    public synchronized Dialogue sendAs(Function<SccpMessage, byte[]> encoding) {
        byte[] sccp = encoding.apply(unitdata(encoded()));
        if (!begun) {
            transactions.opened(id, this);
            begun = true;
        }
        queued.clear();
        signalling.sendSccp(sccp, sls);
        return this;
    }

    /**
     * What was queued in a Continue as another sender would make it: from {@code from}, under the id
     * {@code originating}.
     */
    public synchronized void forge(PartyAddress from, TransactionId originating, Component... components) {
        forge(from, TcapMessage.carryOn(originating, other(), Optional.empty(), List.of(components)));
    }

    /** Any message as another sender would make it, in the place of this side. */
    public synchronized void forge(PartyAddress from, TcapMessage message) {
        signalling.send(SccpMessage.udt(called, from, message.encode()), sls);
    }

    /** The transaction id of this side. */
    public synchronized TransactionId id() {
        return id;
    }

    /** The transaction id of the hub, once it has answered. */
    public synchronized TransactionId hubsId() {
        return other();
    }

    /** What was queued in an End. */
    public synchronized void end() {
        sendRaw(TcapMessage.end(other(), Optional.empty(), queued).encode());
        giveUp();
    }

    /** TC-U-ABORT with an ABRT (none in version 1). */
    public synchronized void abort() {
        Optional<DialoguePortion> portion = context.version() == 1
                ? Optional.empty()
                : Optional.of(new DialoguePortion.Abort(false, Optional.empty()));
        sendRaw(TcapMessage.userAbort(other(), portion).encode());
        giveUp();
    }

    /** TC-P-ABORT. */
    public synchronized void providerAbort(int cause) {
        sendRaw(TcapMessage.providerAbort(other(), cause).encode());
        giveUp();
    }

    /** Sends nothing: as if this SMSC had given up. What still comes counts as late. */
    public synchronized void forget() {
        giveUp();
    }

    /** Marks it as begun, and lets something else send what {@link #encoded()} had returned. */
    public synchronized void send(Consumer<Dialogue> sender) {
        transactions.opened(id, this);
        begun = true;
        queued.clear();
        sender.accept(this);
    }

    /**
     * Any bytes as TCAP message, with this dialogue's addresses; a Begin among them must have {@link #transactionId()}.
     */
    public synchronized Dialogue sendRaw(byte[] tcap) {
        if (!begun) {
            transactions.opened(id, this);
            begun = true;
        }
        SccpMessage message = unitdata(tcap);
        if (segments > 1) {
            signalling.sendSegments(message, segments, sls);
        } else {
            signalling.send(message, sls);
        }
        return this;
    }

    /** These bytes in the SCCP message that this dialogue would put around them. */
    public synchronized SccpMessage unitdata(byte[] tcap) {
        SccpMessage plain = extended
                ? SccpMessage.xudt(called, calling, tcap).withHopCounter(hopCounter)
                : SccpMessage.udt(called, calling, tcap);
        return plain.withProtocolClass(protocolClass).withReturnOnError(returnOnError);
    }

    /** The Begin or Continue that {@link #send()} would send, to be damaged and given to {@link #sendRaw}. */
    public synchronized byte[] encoded() {
        return (begun
                        ? TcapMessage.carryOn(id, other(), Optional.empty(), queued)
                        : TcapMessage.begin(id, request, queued))
                .encode();
    }

    public synchronized TransactionId transactionId() {
        return id;
    }

    /** The hub's transaction id, once known. */
    public synchronized TransactionId other() {
        return other.orElseThrow(() -> new IllegalStateException("the hub has sent no transaction id yet"));
    }

    public synchronized boolean isOver() {
        return over;
    }

    public synchronized List<TcapMessage> received() {
        return List.copyOf(received);
    }

    /** Rejects that name no invoke. */
    public List<Component.Reject> rejects() {
        return received().stream()
                .flatMap(m -> m.components().stream())
                .filter(Component.Reject.class::isInstance)
                .map(Component.Reject.class::cast)
                .toList();
    }

    public TcapMessage await(TcapMessage.Kind kind, Duration timeout) {
        return await(message -> message.kind() == kind, timeout);
    }

    /** The first message received, earlier or now, that is like that. */
    public synchronized TcapMessage await(Predicate<TcapMessage> wanted, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            Optional<TcapMessage> found = received.stream().filter(wanted).findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0 || over) {
                throw new AssertionError(
                        (over ? "the dialogue is over" : "waited " + timeout) + ", received " + received);
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", e);
            }
        }
    }

    synchronized void take(TcapMessage message, PartyAddress from) {
        if (received.isEmpty()) {
            DialogueRules.firstAnswer(message, request).forEach(signalling::violation);
            called = from;
        } else if (message.dialogue().isPresent() && message.kind() != TcapMessage.Kind.ABORT) {
            signalling.violation("TCAP: a dialogue portion in a later message: " + message);
        }
        if (message.originating().isPresent() && other.isPresent() && !other.equals(message.originating())) {
            signalling.violation("TCAP: transaction id changed from " + other + " to " + message.originating());
        }
        other = message.originating().isPresent() ? message.originating() : other;
        received.add(message);
        if (message.kind() != TcapMessage.Kind.CONTINUE) {
            finish();
        }
        invokes.take(message);
        notifyAll();
    }

    synchronized void returned(int cause) {
        finish();
        invokes.endAll(Answer.Kind.RETURNED, Optional.empty(), OptionalInt.of(cause));
        notifyAll();
    }

    private void finish() {
        over = true;
        transactions.finished(id);
    }

    private void giveUp() {
        over = true;
        transactions.givenUp(id);
        notifyAll();
    }
}
