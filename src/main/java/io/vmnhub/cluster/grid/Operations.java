// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.log.ThrottledLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What is under way between nodes: bounded in number and in time, whatever becomes of the other nodes, and counted.
 * Thread-safe.
 */
final class Operations {

    private static final int MOST_UNDER_WAY = 20_000;

    private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger("io.vmnhub.cluster"));
    private final Semaphore free = new Semaphore(MOST_UNDER_WAY);
    private final LongAdder failed = new LongAdder();
    private final long timeoutMillis;

    Operations(long timeoutMillis) {
        this.timeoutMillis = timeoutMillis;
    }

    /** Begins something, unless too much is under way; its result comes in time or is an exception. */
    <T> CompletableFuture<T> begin(String what, Supplier<CompletableFuture<T>> operation) {
        if (!free.tryAcquire()) {
            return failed(what, new IllegalStateException(MOST_UNDER_WAY + " operations are under way already"));
        }
        CompletableFuture<T> begun;
        try {
            begun = operation.get();
        } catch (RuntimeException e) { // the node is leaving the farm
            free.release();
            return failed(what, e);
        }
        begun.whenComplete((result, failure) -> free.release());
        return begun.copy().orTimeout(timeoutMillis, TimeUnit.MILLISECONDS).whenComplete((result, failure) -> {
            if (failure != null) {
                note(what, failure);
            }
        });
    }

    private <T> CompletableFuture<T> failed(String what, Exception reason) {
        note(what, reason);
        return CompletableFuture.failedFuture(reason);
    }

    private void note(String what, Throwable reason) {
        failed.increment();
        log.warn("", what, () -> what + " did not come to an end between the nodes: " + reason);
    }

    int underWay() {
        return MOST_UNDER_WAY - free.availablePermits();
    }

    long failures() {
        return failed.sum();
    }
}
