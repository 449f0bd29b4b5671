// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Predicate;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;

/**
 * Messages to an application server that is pending (RFC 4666 clause 4.3.2). It holds a bounded number of them until
 * the application server is active again, or T(r) is over. Thread-safe; one instance for one pending period.
 */
final class PendingQueue {

    private final int limit;
    private final Queue<Mtp3TransferPrimitive> waiting = new ArrayDeque<>();
    private Predicate<Mtp3TransferPrimitive> sender;
    private boolean closed;

    PendingQueue(int limit) {
        this.limit = limit;
    }

    /** @return false when it is full, or the application server did not come back */
    synchronized boolean offer(Mtp3TransferPrimitive message) {
        if (sender != null) {
            return sender.test(message);
        }
        return !closed && waiting.size() < limit && waiting.add(message);
    }

    /**
     * Sends what waits, in its order, and from now on passes everything on at once.
     *
     * @return how many could not be sent
     */
    synchronized int release(Predicate<Mtp3TransferPrimitive> to) {
        sender = to;
        int lost = 0;
        for (Mtp3TransferPrimitive next = waiting.poll(); next != null; next = waiting.poll()) {
            lost += to.test(next) ? 0 : 1;
        }
        return lost;
    }

    /** @return how many messages are lost */
    synchronized int discard() {
        closed = true;
        int lost = waiting.size();
        waiting.clear();
        return lost;
    }
}
