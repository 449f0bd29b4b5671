// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.exchange.NotConfirmedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/** One message's way through a fan-out: counts the confirmations and ends the exchange exactly once. */
final class FanOutRound {

    /** Stands in the results for a sink that has confirmed. */
    private static final Object CONFIRMED = new Object();

    private final Exchange exchange;
    private final AsyncCallback callback;
    private final List<SinkBranch> required;
    private final OptionalSinks optional;
    private final AtomicReferenceArray<Object> results;
    private final AtomicInteger open;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Future<?> deadline;

    FanOutRound(Exchange exchange, AsyncCallback callback, List<SinkBranch> required, OptionalSinks optional) {
        this.exchange = exchange;
        this.callback = callback;
        this.required = required;
        this.optional = optional;
        this.results = new AtomicReferenceArray<>(required.size());
        this.open = new AtomicInteger(
                required.size() + 1); // one for start() itself, so that nothing ends while copies are being sent
    }

    /** @return true when every sink has ended on this thread and the callback was called on it */
    boolean start(ScheduledExecutorService clock, Duration confirmWithin) {
        // All copies first: the first sink may finish, and the exchange move on, before the last copy is taken.
        Exchange[] copies = new Exchange[required.size()];
        for (int i = 0; i < copies.length; i++) {
            copies[i] = SinkBranch.copy(exchange);
        }
        deadline = clock.schedule(() -> end(confirmWithin, false), confirmWithin.toMillis(), TimeUnit.MILLISECONDS);
        for (int i = 0; i < copies.length; i++) {
            int place = i;
            required.get(i).send(copies[i], failure -> ended(place, failure));
        }
        if (open.decrementAndGet() > 0) {
            return false;
        }
        return end(null, true);
    }

    private void ended(int place, Exception failure) {
        results.set(place, failure == null ? CONFIRMED : failure);
        if (open.decrementAndGet() == 0) {
            end(null, false);
        }
    }

    /**
     * @param expired the time to confirm when it has passed, and sinks that have not ended count as failed; else null
     */
    private boolean end(Duration expired, boolean synchronously) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        try {
            Future<?> timer = deadline;
            if (timer != null) {
                timer.cancel(false);
            }
            Exception failure = firstFailure(expired);
            if (failure == null) {
                optional.send(exchange);
            } else {
                exchange.setException(failure);
            }
        } finally {
            callback.done(synchronously);
        }
        return synchronously;
    }

    private Exception firstFailure(Duration expired) {
        for (int i = 0; i < results.length(); i++) {
            Object result = results.get(i);
            if (result == null) {
                return new NotConfirmedException("fan-out: no confirmation from "
                        + required.get(i).name() + " within " + expired.toMillis() + " ms");
            }
            if (result != CONFIRMED) {
                return (Exception) result;
            }
        }
        return null;
    }
}
