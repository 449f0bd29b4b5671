package io.vmnhub.northbound.store;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The messages that wait for another attempt, each with its own moment. Safe to share between threads. */
final class Waiting {

    private final Map<StoredDelivery, Future<?>> deliveries = new LinkedHashMap<>();

    synchronized int size() {
        return deliveries.size();
    }

    synchronized void add(StoredDelivery delivery, ScheduledExecutorService clock, Duration pause, Consumer<StoredDelivery> begin) {
        try {
            deliveries.put(delivery, clock.schedule(() -> {
                if (take(delivery)) {
                    begin.accept(delivery);
                }
            }, pause.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            deliveries.remove(delivery); // the consumer has stopped; the broker still has the message
        }
    }

    private synchronized boolean take(StoredDelivery delivery) {
        return deliveries.remove(delivery) != null;
    }

    /** Begins the one that has waited longest. */
    void hasten(Consumer<StoredDelivery> begin) {
        StoredDelivery first;
        synchronized (this) {
            if (deliveries.isEmpty()) {
                return;
            }
            first = deliveries.keySet().iterator().next();
            deliveries.remove(first).cancel(false);
        }
        begin.accept(first);
    }

    synchronized void clear() {
        deliveries.values().forEach(timer -> timer.cancel(false));
        deliveries.clear();
    }
}
