// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.Recovery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The messages that wait for another attempt, each with its own moment; those that wait for an application to recover
 * also stand in line behind its recovery. Safe to share between threads.
 */
final class RedeliveryQueue {

    private final Map<StoredDelivery, Place> places = new LinkedHashMap<>();
    private final Map<Recovery, Set<StoredDelivery>> lines = new HashMap<>();
    private final Runnable whenRecovered;

    private record Place(Future<?> timer, NextTry next) {}

    /** @param whenRecovered called when an application that somebody waits for has recovered */
    RedeliveryQueue(Runnable whenRecovered) {
        this.whenRecovered = whenRecovered;
    }

    synchronized int size() {
        return places.size();
    }

    synchronized void add(
            StoredDelivery delivery,
            NextTry next,
            ScheduledExecutorService clock,
            Duration pause,
            Consumer<StoredDelivery> begin) {
        try {
            places.put(
                    delivery,
                    new Place(
                            clock.schedule(
                                    () -> {
                                        if (take(delivery)) {
                                            begin.accept(delivery);
                                        }
                                    },
                                    pause.toMillis(),
                                    TimeUnit.MILLISECONDS),
                            next));
        } catch (RejectedExecutionException e) {
            return; // the consumer has stopped; the broker still has the message
        }
        next.recovery()
                .ifPresent(recovery -> lines.computeIfAbsent(recovery, first -> {
                            first.listen(whenRecovered);
                            return new LinkedHashSet<>();
                        })
                        .add(delivery));
    }

    private synchronized boolean take(StoredDelivery delivery) {
        Place place = places.remove(delivery);
        if (place == null) {
            return false;
        }
        place.timer().cancel(false);
        place.next().recovery().ifPresent(recovery -> {
            Set<StoredDelivery> line = lines.get(recovery);
            line.remove(delivery);
            if (line.isEmpty()) {
                lines.remove(recovery);
                recovery.forget(whenRecovered);
            }
        });
        return true;
    }

    /** Takes out the one that has waited longest. */
    synchronized Optional<StoredDelivery> first() {
        Iterator<StoredDelivery> all = places.keySet().iterator();
        return all.hasNext() ? taken(all.next()) : Optional.empty();
    }

    /**
     * Takes out one whose application has recovered since it failed. What holds for the first in a line holds for all.
     */
    synchronized Optional<StoredDelivery> due() {
        for (Set<StoredDelivery> line : lines.values()) {
            StoredDelivery delivery = line.iterator().next();
            if (places.get(delivery).next().isDue()) {
                return taken(delivery);
            }
        }
        return Optional.empty();
    }

    private Optional<StoredDelivery> taken(StoredDelivery delivery) {
        take(delivery);
        return Optional.of(delivery);
    }

    synchronized void clear() {
        List<StoredDelivery> all = new ArrayList<>(places.keySet());
        all.forEach(this::take);
    }
}
