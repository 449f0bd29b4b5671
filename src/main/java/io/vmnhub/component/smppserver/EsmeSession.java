package io.vmnhub.component.smppserver;

import io.vmnhub.smpp.EsmeAccount.BindType;
import io.vmnhub.smpp.SmppVersion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jsmpp.DefaultPDUSender;
import org.jsmpp.SynchronizedPDUSender;
import org.jsmpp.session.SMPPServerSession;
import org.jsmpp.session.connection.Connection;

/**
 * One bound session.
 *
 * <ol>
 * <li>{@link #send} puts a message into the session's queue and returns; no caller ever waits for a socket.
 * <li>One task at a time numbers what is in the queue and writes it in as few writes as it takes.
 * <li>jSMPP's reading thread meets the response and tells the account's {@link AccountSessions}.
 * <li>When the session ends, what it had in its queue and without response goes back to {@link AccountSessions}.
 * </ol>
 * A message belongs to whoever takes it out of the queue or out of {@code outstanding}: that happens once.
 */
final class EsmeSession extends SMPPServerSession implements PduInput.Sink {

    private static final int BATCH = 32_768;
    private static final int CLOSE_PATIENCE_MILLIS = 1_000;

    /** Who an ESME is and how it has bound. */
    record Peer(String id, int slot, String address, boolean tls, BindType bindType, SmppVersion version, Instant since,
                Predicate<String> addressRange) { }

    private final Peer peer;
    private final Connection connection;
    private final AccountSessions account;
    private final Executor writers;
    private final Map<Integer, Delivery> outstanding = new ConcurrentHashMap<>();
    private final Queue<Delivery> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger toWrite = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private volatile boolean ended;
    /** Messages in the queue or without response; guarded by the account's lock. */
    private int inWindow;
    private long given;

    private EsmeSession(Peer peer, Connection connection, AccountSessions account, Executor writers, PduInput input) {
        super(connection, null, null, null, 1, 100, new SynchronizedPDUSender(new DefaultPDUSender()), input);
        this.peer = peer;
        this.connection = connection;
        this.account = account;
        this.writers = writers;
    }

    /** @param writers where writing, which may block, is done */
    static EsmeSession over(Connection connection, Peer peer, AccountSessions account, Executor writers) {
        PduInput input = new PduInput(peer.bindType() == BindType.TRANSCEIVER);
        EsmeSession session = new EsmeSession(peer, connection, account, writers, input);
        input.connect(session);
        session.addSessionStateListener((state, before, source) -> {
            if (!state.isBound() && before.isBound()) {
                session.end("is gone");
            }
        });
        return session;
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
                close();
            }
            if (ended) {
                giveBack();
            }
            done = queue.isEmpty() ? toWrite.addAndGet(-done) : toWrite.get();
        } while (done != 0);
    }

    private void number(Delivery delivery, ByteArrayOutputStream batch) {
        int sequenceNumber = sequence().nextValue();
        ByteBuffer.wrap(delivery.pdu()).putInt(DeliverSmEncoder.SEQUENCE_NUMBER, sequenceNumber);
        delivery.sentAs(sequenceNumber);
        outstanding.put(sequenceNumber, delivery);
        if (!delivery.hasEnded()) {
            batch.writeBytes(delivery.pdu());
        } else if (outstanding.remove(sequenceNumber, delivery)) {
            account.release(this);
        }
    }

    private boolean written(ByteArrayOutputStream batch) {
        OutputStream out = connection.getOutputStream();
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

    @Override
    public boolean responded(int sequenceNumber, int commandStatus) {
        Delivery delivery = outstanding.remove(sequenceNumber);
        if (delivery == null) {
            return false;
        }
        unanswered.set(0);
        account.responded(this, delivery, commandStatus);
        return true;
    }

    private void end(String how) {
        if (over.compareAndSet(false, true)) {
            account.ended(this, how);
        }
    }

    /** Whether it takes no more messages. */
    boolean isOver() {
        return over.get();
    }

    @Override
    public void unbound() throws IOException {
        end("has unbound");
        connection.setSoTimeout(CLOSE_PATIENCE_MILLIS);
    }

    @Override
    public void answer(int commandId, int commandStatus, int sequenceNumber) throws IOException {
        pduSender().sendHeader(connection.getOutputStream(), commandId, commandStatus, sequenceNumber);
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
            writers.execute(this::close);
        }
        return first;
    }

    /** Unbinds and closes; takes no longer than {@link #CLOSE_PATIENCE_MILLIS}. */
    void sayGoodbye() {
        if (isOver()) {
            close();
        } else {
            setTransactionTimer(CLOSE_PATIENCE_MILLIS);
            unbindAndClose();
        }
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

    @Override
    public String toString() {
        return peer.id();
    }
}
