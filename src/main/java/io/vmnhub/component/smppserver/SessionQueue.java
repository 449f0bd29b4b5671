// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.util.HashedWheelTimer;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserErrorException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Decides which message goes over which session of one peer, and when: over the one with the least in its window, as
 * soon as a window and the throughput limit have room. Until then the message waits. Thread-safe.
 */
final class SessionQueue {

    /** The fewest in its window; among equals, the fewest so far; among equals, who has bound first. */
    private static final Comparator<BoundSession> FEWEST_FIRST = Comparator.<BoundSession>comparingInt(
                    session -> session.inWindow())
            .thenComparingLong(BoundSession::given)
            .thenComparingLong(BoundSession::turn);

    private final ReentrantLock lock = new ReentrantLock();
    /** In the order in which they get messages, so that however many there are, the next one is the first. */
    private final NavigableSet<BoundSession> sessions = new TreeSet<>(FEWEST_FIRST);

    private final Deque<Delivery> waiting = new ArrayDeque<>();
    private final Throughput throughput;
    private volatile DeliveryPolicy policy;
    private long joined;

    /**
     * A message that waited and whose turn has come.
     *
     * @param session empty when no session is bound any more, so that it need not wait
     */
    record Turn(Delivery delivery, Optional<BoundSession> session) {}

    /** @param refilled called by the timer when the throughput limit has room again; must not block */
    SessionQueue(DeliveryPolicy policy, HashedWheelTimer timer, Runnable refilled) {
        this.policy = policy;
        throughput = new Throughput(policy.flow().throughput(), timer, refilled);
    }

    DeliveryPolicy policy() {
        return policy;
    }

    void policy(DeliveryPolicy changed) {
        lock.lock();
        try {
            throughput.limit(changed.flow().throughput());
            policy = changed;
        } finally {
            lock.unlock();
        }
    }

    /** Who has bound first is the first. */
    List<BoundSession> sessions() {
        lock.lock();
        try {
            return sessions.stream()
                    .sorted(Comparator.comparingLong(BoundSession::turn))
                    .toList();
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

    /** @return false when the session has ended already */
    boolean add(BoundSession session) {
        lock.lock();
        try {
            if (session.isOver()) {
                return false;
            }
            session.startAt(
                    sessions.stream().mapToLong(BoundSession::given).max().orElse(0), joined++);
            sessions.add(session);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void remove(BoundSession session) {
        lock.lock();
        try {
            sessions.remove(session);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes a message in.
     *
     * @return the session that it goes over now; empty when it waits
     * @throws MapUserErrorException when no session will take it, or too many messages wait
     */
    Optional<BoundSession> offer(Delivery delivery) throws MapUserErrorException {
        lock.lock();
        try {
            BoundSession session = null;
            if (!takes(number(delivery))) {
                refuseWhileAbsent();
            } else if (waiting.isEmpty()) {
                session = take(delivery);
            }
            if (session == null) {
                if (waiting.size() >= policy.flow().maxWaiting()) {
                    throw policy.failure(MapUserError.temporary(), "too many messages wait");
                }
                waiting.add(delivery);
            }
            return Optional.ofNullable(session);
        } finally {
            lock.unlock();
        }
    }

    private void refuseWhileAbsent() throws MapUserErrorException {
        Optional<DeliveryPolicy.Absence> absence = policy.nobody().absence();
        if (absence.isPresent()) {
            throw policy.failure(absence.get().error(), absence.get().reason());
        }
    }

    /** The next message that waited and may go; empty when there is none now. */
    Optional<Turn> next() {
        lock.lock();
        try {
            if (waiting.isEmpty()) {
                return Optional.empty();
            }
            if (sessions.isEmpty()) {
                return policy.nobody().absence().map(absence -> new Turn(waiting.remove(), Optional.empty()));
            }
            for (Iterator<Delivery> all = waiting.iterator(); all.hasNext(); ) {
                Delivery delivery = all.next();
                if (delivery.hasEnded()) {
                    all.remove();
                    continue;
                }
                BoundSession session = take(delivery);
                if (session != null) {
                    all.remove();
                    return Optional.of(new Turn(delivery, Optional.of(session)));
                }
                if (!policy.addressRange()) {
                    break;
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /** Whether a session wants messages to this number. */
    boolean takes(String number) {
        lock.lock();
        try {
            return sessions.stream().anyMatch(session -> takes(session, number));
        } finally {
            lock.unlock();
        }
    }

    private static boolean takes(BoundSession session, String number) {
        return session.peer().addressRange().test(number);
    }

    private static String number(Delivery delivery) {
        return delivery.message().destinationAddress().value();
    }

    /**
     * Under the lock: a session with room, and a token of the throughput limit.
     *
     * @return null when there is none now
     */
    private BoundSession take(Delivery delivery) {
        for (BoundSession session : sessions) {
            if (session.inWindow() >= policy.flow().window()) {
                return null; // nor has any that follows room
            }
            if (takes(session, number(delivery))) {
                if (!throughput.mayGo()) {
                    return null;
                }
                change(session, BoundSession::give);
                return session;
            }
        }
        return null;
    }

    /** Under the lock: changes what its place among the others depends on. */
    private void change(BoundSession session, Consumer<BoundSession> change) {
        boolean bound = sessions.remove(session);
        change.accept(session);
        if (bound) {
            sessions.add(session);
        }
    }

    /** A message that a session had been given is out of its window. */
    void giveRoom(BoundSession session) {
        lock.lock();
        try {
            change(session, given -> given.inWindow(-1));
        } finally {
            lock.unlock();
        }
    }

    /** Another PDU of a message goes that has its place in a window already. */
    void anotherPdu() {
        lock.lock();
        try {
            throughput.gone();
        } finally {
            lock.unlock();
        }
    }

    /** The throughput limit has room again. */
    void refilled() {
        lock.lock();
        try {
            throughput.asked();
        } finally {
            lock.unlock();
        }
    }
}
