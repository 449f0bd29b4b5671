// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.exchange.NotConfirmedException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.activemq.artemis.core.io.IOCallback;

/**
 * What waits until the embedded broker has it on its disk. Each end is reported once, on the threads of {@code ended}:
 * that of the broker serves its whole disk. Thread-safe.
 */
final class Confirmations {

    private final String place;
    private final BooleanSupplier trusted;
    private final ExecutorService ended;
    private final Set<Waiting> all = ConcurrentHashMap.newKeySet();

    /** @param trusted whether what the broker says at this moment counts */
    Confirmations(String place, BooleanSupplier trusted, ExecutorService ended) {
        this.place = place;
        this.trusted = trusted;
        this.ended = ended;
    }

    int size() {
        return all.size();
    }

    Waiting add(Consumer<Exception> whenEnded) {
        Waiting waiting = new Waiting(whenEnded);
        all.add(waiting);
        return waiting;
    }

    /** Ends what has waited for longer than {@code nanos} without an answer. */
    void expire(long nanos) {
        long now = System.nanoTime();
        for (Waiting waiting : all) {
            if (now - waiting.since >= nanos) {
                waiting.end(new NotConfirmedException(place + ": no confirmation within " + nanos / 1_000_000 + " ms"));
            }
        }
    }

    /** Ends everything. */
    void failAll(String reason) {
        all.forEach(waiting -> waiting.end(new NotConfirmedException(place + ": " + reason)));
    }

    /** One that waits. */
    final class Waiting implements IOCallback {

        private final Consumer<Exception> whenEnded;
        private final long since = System.nanoTime();
        private final AtomicBoolean over = new AtomicBoolean();

        Waiting(Consumer<Exception> whenEnded) {
            this.whenEnded = whenEnded;
        }

        @Override
        public void done() {
            end(
                    trusted.getAsBoolean()
                            ? null
                            : new NotConfirmedException(
                                    place + ": stopped before it could be trusted to have the message"));
        }

        @Override
        public void onError(int code, String message) {
            end(new NotConfirmedException(place + ": " + BrokerRefusal.words(String.valueOf(message))));
        }

        void end(Exception failure) {
            if (!over.compareAndSet(false, true)) {
                return;
            }
            all.remove(this);
            try {
                ended.execute(() -> whenEnded.accept(failure));
            } catch (RejectedExecutionException e) {
                whenEnded.accept(failure);
            }
        }
    }
}
