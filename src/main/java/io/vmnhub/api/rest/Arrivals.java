// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets requests wait, without threads, until something has been stored for their application. Whoever waits registers
 * before looking into the inbox, so that nothing falls between looking and waiting. Thread-safe.
 */
final class Arrivals {

    private static final int MOST_OF_ONE_APPLICATION = 200;

    private final Vertx vertx;
    private final Map<String, Set<Arrival>> waiting = new ConcurrentHashMap<>();

    Arrivals(Vertx vertx) {
        this.vertx = vertx;
    }

    /** One wait. Ends by an arrival or by time, whichever is first, and runs its action once. */
    final class Arrival implements AutoCloseable {

        private final String application;
        private final AtomicBoolean ended = new AtomicBoolean();
        private boolean raised;
        private Runnable action;
        private long timer = -1;

        private Arrival(String application) {
            this.application = application;
        }

        /**
         * Runs {@code action} when something arrives, or has arrived since the registration, or after
         * {@code milliseconds}.
         */
        void then(long milliseconds, Runnable whatNext) {
            boolean now;
            synchronized (this) {
                action = whatNext;
                now = raised;
                if (!now) {
                    timer = vertx.setTimer(Math.max(1, milliseconds), id -> run());
                }
            }
            if (now) {
                run();
            }
        }

        private void raise() {
            synchronized (this) {
                raised = true;
                if (action == null) {
                    return;
                }
            }
            run();
        }

        private void run() {
            if (ended.compareAndSet(false, true)) {
                remove();
                action.run();
            }
        }

        private void remove() {
            waiting.computeIfPresent(application, (name, set) -> {
                set.remove(this);
                return set.isEmpty() ? null : set;
            });
            if (timer >= 0) {
                vertx.cancelTimer(timer);
            }
        }

        /** The wait is not wanted any more. */
        @Override
        public void close() {
            if (ended.compareAndSet(false, true)) {
                remove();
            }
        }
    }

    /** @throws ProblemException 429 when too many of the application wait */
    Arrival register(String application) {
        Arrival arrival = new Arrival(application);
        waiting.compute(application, (name, set) -> {
            Set<Arrival> all = set == null ? ConcurrentHashMap.newKeySet() : set;
            if (all.size() >= MOST_OF_ONE_APPLICATION) {
                throw ProblemException.of(429, "too many requests of this application wait for messages");
            }
            all.add(arrival);
            return all;
        });
        return arrival;
    }

    /** How many wait. */
    int size() {
        return waiting.values().stream().mapToInt(Set::size).sum();
    }

    /** Something has been stored for {@code application}. */
    void arrived(String application) {
        Set<Arrival> all = waiting.get(application);
        if (all != null) {
            all.forEach(Arrival::raise);
        }
    }
}
