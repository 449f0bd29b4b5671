// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.MessageTrail;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** The first delivery of a message, and the repeats that wait for its outcome. Thread-safe. */
final class Attempt {

    /** An SMSC that repeats one message more often than this while it is in progress gets a temporary error. */
    private static final int MOST_WAITING = 16;

    private record Repeat(Exchange exchange, AsyncCallback callback) {}

    private final long begun = System.nanoTime();
    private List<Repeat> waiting = List.of();
    private boolean settled;

    boolean olderThan(long nanos) {
        return System.nanoTime() - begun > nanos;
    }

    /**
     * @return false when the delivery has ended, and the repeat must look again; true when its callback will be called
     */
    boolean await(Exchange exchange, AsyncCallback callback) {
        synchronized (this) {
            if (settled) {
                return false;
            }
            if (waiting.size() < MOST_WAITING) {
                waiting = waiting.isEmpty() ? new ArrayList<>(1) : waiting;
                waiting.add(new Repeat(exchange, callback));
                return true;
            }
        }
        exchange.setException(
                new IllegalStateException("the same message waits " + MOST_WAITING + " times for its first delivery"));
        callback.done(false);
        return true;
    }

    /** @param failure what the repeats are to fail with; null when the message was confirmed */
    void settle(Exception failure) {
        List<Repeat> repeats;
        synchronized (this) {
            settled = true;
            repeats = waiting;
            waiting = List.of();
        }
        for (Repeat repeat : repeats) {
            if (failure == null) {
                MessageTrail.of(repeat.exchange()).ifPresent(trail -> trail.disposed(MessageOutcome.DUPLICATE));
                repeat.exchange().setRouteStop(true);
            } else {
                repeat.exchange().setException(failure);
            }
            repeat.callback().done(false);
        }
    }
}
