package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.SmppVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * One bound session as a way for messages.
 *
 * <ol>
 * <li>{@link #send} puts a message into the session's queue and returns; no caller ever waits for a socket.
 * <li>One task at a time numbers what is in the queue and writes it in as few writes as it takes.
 * <li>jSMPP's reading thread meets the response and tells the peer's {@link AccountSessions}.
 * <li>When the session ends, what it had in its queue and without response goes back to {@link AccountSessions}.
 * </ol>
 * A message belongs to whoever takes it out of the queue or out of {@code outstanding}: that happens once.
 */
final class BoundSession {

    private static final int BATCH = 32_768;

    /**
     * Whom a session is with, and how it has bound.
     *
     * @param bindType empty when it is the hub that has bound, as transmitter
     */
    record Peer(String id, int slot, InetSocketAddress address, boolean tls, Optional<BindType> bindType, SmppVersion version, Instant since,
                Predicate<String> addressRange) {

        /** {@code 192.0.2.1:40000}. */
        String place() {
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }
    }

    /** jSMPP's side of the session. */
    interface Wire {

        OutputStream out();

        int nextSequenceNumber();

        void setTimers(int enquireLinkMillis, long responseMillis);

        void close();

        /** Unbinds and closes; takes no longer than a second. */
        void sayGoodbye();
    }

    private final Peer peer;
    private final Wire wire;
    private final AccountSessions account;
    private final Executor writers;
    private final Map<Integer, Delivery> outstanding = new ConcurrentHashMap<>();
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    /** One more than there is to write until {@link #open}: nothing goes before the response to the bind. */
    private final AtomicInteger toWrite = new AtomicInteger(1);
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private volatile boolean ended;
    /** Messages in the queue or without response; guarded by the account's lock. */
    private int inWindow;
    private long given;

    /** @param writers where writing, which may block, is done */
    BoundSession(Peer peer, Wire wire, AccountSessions account, Executor writers) {
        this.peer = peer;
        this.wire = wire;
        this.account = account;
        this.writers = writers;
    }

    Wire wire() {
        return wire;
    }

    Peer peer() {
        return peer;
    }

    int inWindow() {
        return inWindow;
    }

    void inWindow(int change) {
        inWindow += change;
    }

    /** Messages it has been given since it bound, plus what {@link #startAt} said; guarded by the account's lock. */
    long given() {
        return given;
    }

    void give() {
        inWindow++;
        given++;
    }

    /** A session that joins others begins where they are, or it would get all until it had caught up. */
    void startAt(long others) {
        given = others;
    }

    /** The response to the bind is on its way: messages, which may have been given to it already, may follow. */
    void open() {
        writers.execute(this::write);
    }

    void send(Delivery delivery) {
        queue.add(delivery);
        if (ended) {
            giveBack();
        } else if (toWrite.getAndIncrement() == 0) {
            writers.execute(this::write);
        }
    }

    private void write() {
        int done = toWrite.get();
        do {
            ByteArrayOutputStream batch = new ByteArrayOutputStream();
            Delivery delivery;
            while (batch.size() < BATCH && (delivery = queue.poll()) != null) {
                number(delivery, batch);
            }
            if (batch.size() > 0 && !written(batch)) {
                wire.close();
            }
            if (ended) {
                giveBack();
            }
            done = queue.isEmpty() ? toWrite.addAndGet(-done) : toWrite.get();
        } while (done != 0);
    }

    private void number(Delivery delivery, ByteArrayOutputStream batch) {
        int sequenceNumber = wire.nextSequenceNumber();
        ByteBuffer.wrap(delivery.pdu()).putInt(MessageEncoder.SEQUENCE_NUMBER, sequenceNumber);
        delivery.sentAs(sequenceNumber);
        outstanding.put(sequenceNumber, delivery);
        if (!delivery.hasEnded()) {
            batch.writeBytes(delivery.pdu());
        } else if (outstanding.remove(sequenceNumber, delivery)) {
            account.release(this);
        }
    }

    private boolean written(ByteArrayOutputStream batch) {
        OutputStream out = wire.out();
        try {
            synchronized (out) { // as jSMPP does with what it writes itself
                batch.writeTo(out);
                out.flush();
            }
            return true;
        } catch (IOException e) {
            return false; // the session's end tells
        }
    }

    /** @return true when the response was waited for */
    boolean responded(int sequenceNumber, int commandStatus) {
        Delivery delivery = outstanding.remove(sequenceNumber);
        if (delivery == null) {
            return false;
        }
        unanswered.set(0);
        account.responded(this, delivery, commandStatus);
        return true;
    }

    /** The session has ended. @param how for the log */
    void end(String how) {
        if (over.compareAndSet(false, true)) {
            account.ended(this, how);
        }
    }

    /** Whether it takes no more messages. */
    boolean isOver() {
        return over.get();
    }

    /** Takes a message back whose time is over. @return false when somebody else has taken it */
    boolean forget(Delivery delivery) {
        return outstanding.remove(delivery.sequenceNumber(), delivery) || queue.remove(delivery);
    }

    /** @return how many messages in a row had no response */
    int countUnanswered() {
        return unanswered.incrementAndGet();
    }

    /** Closes it without waiting for that. @return true for the first who wants it */
    boolean closeSoon() {
        boolean first = givenUp.compareAndSet(false, true);
        if (first) {
            writers.execute(wire::close);
        }
        return first;
    }

    int outstanding() {
        return outstanding.size() + queue.size();
    }

    /** The session is over: everything it has goes back. */
    void giveBack() {
        ended = true;
        List<Delivery> back = new ArrayList<>();
        outstanding.forEach((sequenceNumber, delivery) -> {
            if (outstanding.remove(sequenceNumber, delivery)) {
                back.add(delivery);
            }
        });
        for (Delivery delivery = queue.poll(); delivery != null; delivery = queue.poll()) {
            back.add(delivery);
        }
        back.forEach(delivery -> account.lost(this, delivery));
    }

    /** {@code ESME acme-1 from 192.0.2.1:40000}, {@code SMSC hub@smsc.example.com:2775-1 at 198.51.100.1:2775}. */
    @Override
    public String toString() {
        return peer.bindType().isPresent() ? "ESME " + peer.id() + " from " + peer.place() : "SMSC " + peer.id() + " at " + peer.place();
    }
}
