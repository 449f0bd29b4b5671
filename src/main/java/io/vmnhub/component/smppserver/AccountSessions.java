// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.util.HashedWheelTimer;
import io.vmnhub.smpp.CommandStatus;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.DeliveryFailureCause;
import io.vmnhub.sms.MapUserErrorException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions of one peer, an application's account or a partner's SMSC, and the messages on their way over them. A
 * message goes to the session with the least in its window; it waits when all windows are full or the throughput limit
 * is reached; it goes to another session when its own ends. Thread-safe.
 */
public final class AccountSessions {

    private static final Logger LOG = LoggerFactory.getLogger(SmppServer.class);
    private static final int MOST_ATTEMPTS = 3;
    /** So many messages in a row without response end a session that still answers enquire_link. */
    private static final int MOST_UNANSWERED = 10;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<BoundSession> sessions = new ArrayList<>();
    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final BitSet slots = new BitSet();
    private final SenderOrder order = new SenderOrder();
    private final HashedWheelTimer timer;
    private final Executor completions;
    private final AccountMetrics metrics;
    private volatile DeliveryPolicy policy;
    private final Throughput throughput;

    /** @param completions where a message's end is told: what follows in its route may take time */
    public AccountSessions(
            DeliveryPolicy policy, HashedWheelTimer timer, Executor completions, AccountMetrics metrics) {
        this.policy = policy;
        this.timer = timer;
        this.completions = completions;
        this.metrics = metrics;
        this.throughput = new Throughput(policy.flow().throughput(), timer, () -> completions.execute(this::refilled));
        metrics.observe(this);
    }

    DeliveryPolicy policy() {
        return policy;
    }

    AccountMetrics metrics() {
        return metrics;
    }

    public List<BoundSession> sessions() {
        lock.lock();
        try {
            return List.copyOf(sessions);
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    int inWindow() {
        lock.lock();
        try {
            return sessions.stream().mapToInt(BoundSession::inWindow).sum();
        } finally {
            lock.unlock();
        }
    }

    /** From now on; sessions that the new settings would refuse are the caller's to end. */
    void policy(DeliveryPolicy changed) {
        lock.lock();
        try {
            throughput.limit(changed.flow().throughput());
            policy = changed;
        } finally {
            lock.unlock();
        }
        sessions().forEach(this::setTimers);
        pump();
    }

    public void setTimers(BoundSession session) {
        session.wire()
                .setTimers(
                        policy.flow().enquireLink().toMillis(),
                        policy.flow().responseTimeout().toMillis());
    }

    /**
     * Keeps a place for a session that is about to bind.
     *
     * @return its number from 1, 0 when there is no place
     */
    public int reserve() {
        lock.lock();
        try {
            int slot = slots.nextClearBit(1);
            if (slot > policy.maxSessions()) {
                return 0;
            }
            slots.set(slot);
            return slot;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the place of a session back that has not come to be. */
    public void unreserve(int slot) {
        lock.lock();
        try {
            slots.clear(slot);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            if (session.isOver()) {
                return; // it has ended already, and that has been told
            }
            session.startAt(
                    sessions.stream().mapToLong(BoundSession::given).max().orElse(0));
            sessions.add(session);
        } finally {
            lock.unlock();
        }
        metrics.bound(session);
        pump();
    }

    /** No more messages for a session that is going to be unbound; those it has may still be answered. */
    public void leave(BoundSession session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }

    void ended(BoundSession session, String how) {
        leave(session);
        session.giveBack();
        freePlace(session);
        LOG.info("{} {}: {} sessions left", session, how, sessions().size());
        pump();
    }

    /** Begins with a message. Its end is told to it, on another thread. */
    public void deliver(Delivery delivery) {
        if (delivery.isOrdered() && !order.enter(delivery)) {
            endInTime(delivery);
            return;
        }
        dispatch(delivery);
    }

    private void dispatch(Delivery delivery) {
        BoundSession session = null;
        MapUserErrorException refusal = null;
        lock.lock();
        try {
            if (sessions.stream().noneMatch(bound -> takes(bound, delivery))) {
                refusal = absent();
            } else if (waiting.isEmpty()) {
                session = take(delivery);
            }
            if (refusal == null && session == null) {
                if (waiting.size() >= policy.flow().maxWaiting()) {
                    refusal = failure(MapUserError.temporary(), "too many messages wait");
                } else {
                    waiting.add(delivery);
                }
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            metrics.failed();
            end(delivery, refusal);
        } else if (session == null) {
            endInTime(delivery);
            pump();
        } else if (!hand(session, delivery)) {
            pump();
        }
    }

    /** Null when a session is about to bind. */
    private MapUserErrorException absent() {
        return policy.nobody()
                .absence()
                .map(absence -> failure(absence.error(), absence.reason()))
                .orElse(null);
    }

    private static boolean takes(BoundSession session, Delivery delivery) {
        return session.peer()
                .addressRange()
                .test(delivery.message().destinationAddress().value());
    }

    /**
     * Under the lock: a session with room, and a token of the throughput limit.
     *
     * @return null when there is none now
     */
    private BoundSession take(Delivery delivery) {
        BoundSession least = null;
        for (BoundSession session : sessions) {
            if (session.inWindow() < policy.flow().window()
                    && takes(session, delivery)
                    && (least == null || isBefore(session, least))) {
                least = session;
            }
        }
        if (least == null || !throughput.mayGo()) {
            return null;
        }
        least.give();
        return least;
    }

    /** The fewest in its window; among equals, the fewest so far. */
    private static boolean isBefore(BoundSession one, BoundSession other) {
        return one.inWindow() < other.inWindow() || one.inWindow() == other.inWindow() && one.given() < other.given();
    }

    private void refilled() {
        lock.lock();
        try {
            throughput.asked();
        } finally {
            lock.unlock();
        }
        pump();
    }

    /** Sends what waits, as far as there is room. */
    public void pump() {
        while (true) {
            BoundSession session = null;
            Delivery delivery = null;
            List<Delivery> stranded = List.of();
            lock.lock();
            try {
                if (waiting.isEmpty()) {
                    return;
                }
                if (sessions.isEmpty()) {
                    if (policy.nobody().absence().isEmpty()) {
                        return;
                    }
                    stranded = List.copyOf(waiting);
                    waiting.clear();
                }
                for (Iterator<Delivery> all = waiting.iterator(); all.hasNext() && session == null; ) {
                    delivery = all.next();
                    session = delivery.hasEnded() ? null : take(delivery);
                    if (session != null || delivery.hasEnded()) {
                        all.remove();
                    } else if (!policy.addressRange()) {
                        break;
                    }
                }
            } finally {
                lock.unlock();
            }
            stranded.forEach(this::dispatch);
            if (session == null) {
                return;
            }
            hand(session, delivery);
        }
    }

    /** @return false when the session cannot carry it, and has room again */
    private boolean hand(BoundSession session, Delivery delivery) {
        try {
            delivery.pdus(policy.encoding()
                    .encode(
                            delivery.message(),
                            delivery.application(),
                            session.peer().version()));
        } catch (NotEncodableException e) {
            metrics.failed();
            end(
                    delivery,
                    failure(
                            MapUserError.deliveryFailure(DeliveryFailureCause.EQUIPMENT_PROTOCOL_ERROR),
                            e.getMessage()));
            giveRoom(session);
            return false;
        }
        send(session, delivery);
        return true;
    }

    private void send(BoundSession session, Delivery delivery) {
        long nanos = Math.min(policy.flow().responseTimeout().toNanos(), delivery.left());
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
                            failure(
                                    MapUserError.temporary(),
                                    "no room for it in "
                                            + policy.flow().confirmWithin().toMillis() + " ms"));
                }),
                Math.max(0, delivery.left()),
                TimeUnit.NANOSECONDS));
    }

    void responded(BoundSession session, Delivery delivery, int status) {
        metrics.responded(session, status, System.nanoTime() - delivery.sent());
        if (status == CommandStatus.ESME_ROK && delivery.nextPdu()) {
            lock.lock();
            try {
                throughput.gone();
            } finally {
                lock.unlock();
            }
            send(session, delivery);
            return;
        }
        end(
                delivery,
                status == CommandStatus.ESME_ROK
                        ? null
                        : failure(policy.mapErrors().apply(status), "answered " + CommandStatus.text(status)));
        release(session);
    }

    private void unanswered(BoundSession session, Delivery delivery) {
        if (session.forget(delivery)) {
            metrics.unanswered();
            if (session.countUnanswered()
                            >= Math.min(MOST_UNANSWERED, policy.flow().window())
                    && session.closeSoon()) {
                LOG.warn("{} leaves messages unanswered: disconnected", session);
            }
            end(
                    delivery,
                    failure(
                            MapUserError.temporary(),
                            "no response in " + policy.flow().responseTimeout().toMillis() + " ms"));
            release(session);
        } else {
            end(delivery, failure(MapUserError.temporary(), "not sent in time"));
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
            end(delivery, failure(MapUserError.temporary(), "its session ended"));
        } else {
            metrics.again();
            dispatch(delivery);
        }
    }

    /** There is room in the session's window again. */
    void release(BoundSession session) {
        giveRoom(session);
        pump();
    }

    private void giveRoom(BoundSession session) {
        lock.lock();
        try {
            session.inWindow(-1);
        } finally {
            lock.unlock();
        }
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

    private MapUserErrorException failure(MapUserError error, String reason) {
        return new MapUserErrorException(error, policy.who() + ": " + reason);
    }
}
