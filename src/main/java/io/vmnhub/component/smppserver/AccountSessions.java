// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.util.HashedWheelTimer;
import io.vmnhub.component.smppserver.SessionQueue.Turn;
import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.smpp.EsmeAccount;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.sms.MapUserErrorException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one peer, an application's account or a partner's SMSC, and what becomes of the messages that are on
 * their way over them: {@link SessionQueue} chooses the session, and a message whose session ends goes to another.
 * Thread-safe.
 */
public final class AccountSessions {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int MOST_ATTEMPTS = 3;
    /** So many messages in a row without response end a session that still answers enquire_link. */
    private static final int MOST_UNANSWERED = 10;
    /** Clients that have only just read the response to their bind may not be ready for a message yet. */
    private static final long AFTER_BIND_MILLIS = 250;

    private final SessionQueue queue;
    private final BitSet slots = new BitSet();
    private final SenderOrder order = new SenderOrder();
    private final HashedWheelTimer timer;
    private final Executor completions;
    private final AccountMetrics metrics;
    private final SessionRecovery recovery;

    /** @param completions where a message's end is reported: what follows in its route may take time */
    public AccountSessions(
            DeliveryPolicy policy, HashedWheelTimer timer, Executor completions, AccountMetrics metrics) {
        this(policy, timer, completions, metrics, () -> false);
    }

    /** @param elsewhere whether sessions are bound at other nodes, which deliver as well */
    AccountSessions(
            DeliveryPolicy policy,
            HashedWheelTimer timer,
            Executor completions,
            AccountMetrics metrics,
            BooleanSupplier elsewhere) {
        recovery = new SessionRecovery(() -> !sessions().isEmpty() || elsewhere.getAsBoolean());
        this.timer = timer;
        this.completions = completions;
        this.metrics = metrics;
        this.queue = new SessionQueue(policy, timer, () -> completions.execute(this::refilled));
        metrics.observe(this);
    }

    DeliveryPolicy policy() {
        return queue.policy();
    }

    AccountMetrics metrics() {
        return metrics;
    }

    public List<BoundSession> sessions() {
        return queue.sessions();
    }

    /** Tells those who keep messages for the peer when a session has bound. */
    SessionRecovery recovery() {
        return recovery;
    }

    int waiting() {
        return queue.waiting();
    }

    int inWindow() {
        return queue.inWindow();
    }

    /** From now on; sessions that the new settings would refuse are the caller's to end. */
    void policy(DeliveryPolicy changed) {
        queue.policy(changed);
        sessions().forEach(this::setTimers);
        pump();
    }

    public void setTimers(BoundSession session) {
        EsmeAccount.Flow flow = policy().flow();
        session.wire()
                .setTimers(flow.enquireLink().toMillis(), flow.responseTimeout().toMillis());
    }

    /**
     * Keeps a place for a session that is about to bind.
     *
     * @return its number from 1, 0 when there is no place
     */
    public int reserve() {
        synchronized (slots) {
            if (slots.cardinality() >= policy().maxSessions()) {
                return 0;
            }
            int slot = slots.nextClearBit(1);
            slots.set(slot);
            return slot;
        }
    }

    /** Gives the place of a session back that has not come to be. */
    public void unreserve(int slot) {
        synchronized (slots) {
            slots.clear(slot);
        }
    }

    /** Another session may have the place of this one, which is about to end. */
    void freePlace(BoundSession session) {
        if (session.leavePlace()) {
            unreserve(session.peer().slot());
        }
    }

    /** A session has bound. */
    public void bound(BoundSession session) {
        if (queue.add(session)) {
            metrics.bound(session);
            pump();
            takesMessages();
        }
    }

    /** Messages that are kept for the account are tried, once the client that has bound can be ready for them. */
    void takesMessages() {
        timer.newTimeout(waited -> recovery.bound(), AFTER_BIND_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Whether a session wants messages to this number. */
    boolean takes(String number) {
        return queue.takes(number);
    }

    /** No more messages for a session that is going to be unbound; those it has may still be answered. */
    public void leave(BoundSession session) {
        queue.remove(session);
        metrics.left(session);
    }

    void ended(BoundSession session, String how) {
        leave(session);
        session.giveBack();
        freePlace(session);
        LOG.info("{} {}: {} sessions left", session, how, sessions().size());
        pump();
    }

    /** Begins with a message. Its end is reported to it, on another thread. */
    public void deliver(Delivery delivery) {
        if (delivery.isOrdered() && !order.enter(delivery)) {
            endInTime(delivery);
            return;
        }
        dispatch(delivery);
    }

    private void dispatch(Delivery delivery) {
        Optional<BoundSession> session;
        try {
            session = queue.offer(delivery);
        } catch (MapUserErrorException e) {
            metrics.failed();
            end(delivery, e);
            return;
        }
        if (session.isEmpty()) {
            endInTime(delivery);
            pump();
        } else if (!hand(session.get(), delivery)) {
            pump();
        }
    }

    private void refilled() {
        queue.refilled();
        pump();
    }

    /** Sends what waits, as far as there is room. */
    public void pump() {
        for (Optional<Turn> turn = queue.next(); turn.isPresent(); turn = queue.next()) {
            Delivery delivery = turn.get().delivery();
            Optional<BoundSession> session = turn.get().session();
            if (session.isPresent()) {
                hand(session.get(), delivery);
            } else {
                dispatch(delivery);
            }
        }
    }

    /** @return false when the session cannot carry it, and has room again */
    private boolean hand(BoundSession session, Delivery delivery) {
        try {
            delivery.pdus(policy().encoding()
                    .encode(
                            delivery.message(),
                            delivery.application(),
                            session.peer().version()));
        } catch (NotEncodableException e) {
            metrics.failed();
            end(
                    delivery,
                    policy().failure(
                                    MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR),
                                    e.getMessage()));
            queue.giveRoom(session);
            return false;
        }
        send(session, delivery);
        return true;
    }

    private void send(BoundSession session, Delivery delivery) {
        long nanos = Math.min(policy().flow().responseTimeout().toNanos(), delivery.left());
        delivery.timeout(timer.newTimeout(
                elapsed -> completions.execute(() -> unanswered(session, delivery)),
                Math.max(0, nanos),
                TimeUnit.NANOSECONDS));
        session.send(delivery);
    }

    private void endInTime(Delivery delivery) {
        delivery.timeout(timer.newTimeout(
                elapsed -> completions.execute(() -> {
                    metrics.failed();
                    end(
                            delivery,
                            policy().failure(
                                            MapUserError.temporary(),
                                            "no room for it in "
                                                    + policy().flow()
                                                            .confirmWithin()
                                                            .toMillis() + " ms"));
                }),
                Math.max(0, delivery.left()),
                TimeUnit.NANOSECONDS));
    }

    void responded(BoundSession session, Delivery delivery, int status) {
        metrics.responded(session, status, System.nanoTime() - delivery.sent());
        if (status == CommandStatus.ESME_ROK && delivery.nextPdu()) {
            queue.anotherPdu();
            send(session, delivery);
            return;
        }
        end(
                delivery,
                status == CommandStatus.ESME_ROK
                        ? null
                        : policy().failure(
                                        policy().mapErrors().apply(status), "answered " + CommandStatus.text(status)));
        release(session);
    }

    private void unanswered(BoundSession session, Delivery delivery) {
        if (session.forget(delivery)) {
            metrics.unanswered();
            if (session.countUnanswered()
                            >= Math.min(MOST_UNANSWERED, policy().flow().window())
                    && session.closeSoon()) {
                LOG.warn("{} leaves messages unanswered: disconnected", session);
            }
            end(
                    delivery,
                    policy().failure(
                                    MapUserError.temporary(),
                                    "no response in "
                                            + policy().flow().responseTimeout().toMillis() + " ms"));
            release(session);
        } else {
            end(delivery, policy().failure(MapUserError.temporary(), "not sent in time"));
        }
    }

    /** A session ended with this message in its hands. */
    void lost(BoundSession session, Delivery delivery) {
        delivery.cancelTimeout();
        if (delivery.hasEnded()) {
            return;
        }
        if (delivery.attempts() >= MOST_ATTEMPTS || delivery.left() <= 0) {
            metrics.failed();
            end(delivery, policy().failure(MapUserError.temporary(), "its session ended"));
        } else {
            metrics.again();
            dispatch(delivery);
        }
    }

    /** There is room in the session's window again. */
    void release(BoundSession session) {
        queue.giveRoom(session);
        pump();
    }

    private void end(Delivery delivery, MapUserErrorException failure) {
        completions.execute(() -> {
            if (delivery.end(failure) && delivery.isOrdered()) {
                Delivery following = order.leave(delivery);
                if (following != null) {
                    dispatch(following);
                }
            }
        });
    }
}
