// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.buffer.ByteBuf;
import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.SmppVersion;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * One bound session as a way for messages.
 *
 * <ol>
 *   <li>{@link #send} puts a message into the session's queue and returns; no caller ever waits for a connection.
 *   <li>A task in the channel's event loop numbers what is in the queue and writes it in as few writes as it takes, as
 *       long as the peer reads.
 *   <li>The event loop meets the response and tells the peer's {@link AccountSessions}.
 *   <li>When the session ends, what it had in its queue and without response goes back to {@link AccountSessions}.
 * </ol>
 *
 * A message belongs to whoever takes it out of the queue or out of {@code outstanding}: that happens once.
 */
public final class BoundSession {

    private static final int BATCH = 32_768;
    private static final int FIRST_BATCH = 1_024;

    /**
     * Whom a session is with, and how it has bound.
     *
     * @param bindType empty when it is the hub that has bound, as transmitter
     */
    public record Peer(
            String id,
            int slot,
            InetSocketAddress address,
            boolean tls,
            Optional<BindType> bindType,
            SmppVersion version,
            Instant since,
            Predicate<String> addressRange) {

        /** {@code 192.0.2.1:40000}. */
        String place() {
            return address.getAddress().getHostAddress() + ":" + address.getPort();
        }
    }

    /** The connection's side of the session. */
    public interface Wire {

        /** A buffer for PDUs, of that many octets at first. */
        ByteBuf buffer(int capacity);

        /** Whether the peer reads; else {@link BoundSession#writable()} is called when it does again. */
        boolean isWritable();

        /** Does not wait. */
        void write(ByteBuf pdus);

        int nextSequenceNumber();

        void setTimers(long enquireLinkMillis, long responseMillis);

        /** Does not wait. */
        void close();

        /** Unbinds, and closes within a second; does not wait. */
        void unbind();
    }

    private final Peer peer;
    private final Wire wire;
    private final AccountSessions account;
    private final Executor writers;
    private final Map<Integer, Delivery> outstanding = new ConcurrentHashMap<>();
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean writeAwaited = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private final AtomicBoolean placed = new AtomicBoolean(true);
    private volatile boolean opened;
    /** Nothing is written any more. */
    private volatile boolean retired;
    /** Messages in the queue or without response; guarded by the lock of {@link SessionQueue}. */
    private int inWindow;

    private long given;
    private long turn;

    /** @param writers where writing is done: one task at a time */
    BoundSession(Peer peer, Wire wire, AccountSessions account, Executor writers) {
        this.peer = peer;
        this.wire = wire;
        this.account = account;
        this.writers = writers;
    }

    public Wire wire() {
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

    /**
     * Messages it has been given since it bound, plus what {@link #startAt} said; guarded by the lock of
     * {@link SessionQueue}.
     */
    long given() {
        return given;
    }

    void give() {
        inWindow++;
        given++;
    }

    /** Its turn among those of one account that have bound; guarded as {@link #given}. */
    long turn() {
        return turn;
    }

    /**
     * A session that joins others begins where they are, or it would get all until it had caught up.
     *
     * @param others what the one of them has been given that has been given most
     * @param place how many have joined before
     */
    void startAt(long others, long place) {
        given = others;
        turn = place;
    }

    /** The response to the bind is on its way: messages, which may have been given to it already, may follow. */
    public void open() {
        opened = true;
        writeSoon();
    }

    /** The peer reads again. */
    void writable() {
        writeSoon();
    }

    void send(Delivery delivery) {
        queue.add(delivery);
        writeSoon();
    }

    private void writeSoon() {
        if (writeAwaited.compareAndSet(false, true)) {
            try {
                writers.execute(this::write);
            } catch (RejectedExecutionException e) {
                retire(); // the hub stops
            }
        }
    }

    private void write() {
        writeAwaited.set(false);
        if (retired) {
            giveBackQueue();
        }
        while (opened && !retired && wire.isWritable() && !queue.isEmpty()) {
            ByteBuf batch = wire.buffer(FIRST_BATCH);
            Delivery delivery;
            while (batch.readableBytes() < BATCH && (delivery = queue.poll()) != null) {
                number(delivery, batch);
            }
            wire.write(batch);
        }
    }

    private void number(Delivery delivery, ByteBuf batch) {
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

    /**
     * The session has ended.
     *
     * @param how for the log
     */
    void end(String how) {
        if (over.compareAndSet(false, true)) {
            account.ended(this, how);
        }
    }

    /** Whether it takes no more messages. */
    boolean isOver() {
        return over.get();
    }

    /**
     * Takes a message back whose time is over.
     *
     * @return false when somebody else has taken it
     */
    boolean forget(Delivery delivery) {
        return outstanding.remove(delivery.sequenceNumber(), delivery) || queue.remove(delivery);
    }

    /** @return how many messages in a row had no response */
    int countUnanswered() {
        return unanswered.incrementAndGet();
    }

    /**
     * Closes it.
     *
     * @return true for the first who wants it
     */
    boolean closeSoon() {
        boolean first = givenUp.compareAndSet(false, true);
        if (first) {
            wire.close();
        }
        return first;
    }

    int outstanding() {
        return outstanding.size() + queue.size();
    }

    /** Writes no more messages: those that are not written yet go back. */
    void retire() {
        retired = true;
        giveBackQueue();
    }

    /** The session is over: everything it has goes back. */
    void giveBack() {
        retire();
        List<Delivery> back = new ArrayList<>();
        outstanding.forEach((sequenceNumber, delivery) -> {
            if (outstanding.remove(sequenceNumber, delivery)) {
                back.add(delivery);
            }
        });
        back.forEach(delivery -> account.lost(this, delivery));
    }

    private void giveBackQueue() {
        List<Delivery> back = new ArrayList<>();
        for (Delivery delivery = queue.poll(); delivery != null; delivery = queue.poll()) {
            back.add(delivery);
        }
        back.forEach(delivery -> account.lost(this, delivery));
    }

    /** Whether its place was kept until now, and is its own no more. */
    boolean leavePlace() {
        return placed.compareAndSet(true, false);
    }

    /** {@code ESME acme-1 from 192.0.2.1:40000}, {@code SMSC hub@smsc.example.com:2775-1 at 198.51.100.1:2775}. */
    @Override
    public String toString() {
        return peer.bindType().isPresent()
                ? "ESME " + peer.id() + " from " + peer.place()
                : "SMSC " + peer.id() + " at " + peer.place();
    }
}
