// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Lets messages of one sender to one number go one after the other. Thread-safe; holds nothing of senders that have
 * nothing on the way.
 */
final class SenderOrder {

    private final Map<String, Queue<Delivery>> behind = new HashMap<>();

    /** @return whether it may go now; otherwise it goes when those before it have ended */
    synchronized boolean enter(Delivery delivery) {
        Queue<Delivery> others = behind.putIfAbsent(delivery.sequenceKey(), new ArrayDeque<>(2));
        if (others == null) {
            delivery.letGo();
            return true;
        }
        others.add(delivery);
        return false;
    }

    /** @return the message that may go now that {@code delivery} has ended; null for none */
    synchronized Delivery leave(Delivery delivery) {
        if (!delivery.mayGo()) {
            return null; // it ended while it stood behind others, who find it so
        }
        Queue<Delivery> others = behind.get(delivery.sequenceKey());
        for (Delivery next = others.poll(); next != null; next = others.poll()) {
            if (!next.hasEnded()) {
                next.letGo();
                return next;
            }
        }
        behind.remove(delivery.sequenceKey());
        return null;
    }
}
