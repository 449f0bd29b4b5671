// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.vmnhub.exchange.Recovery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** An account recovers when one of its sessions has bound. Thread-safe. */
final class SessionRecovery implements Recovery {

    private final BooleanSupplier isBound;
    private final AtomicLong count = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param isBound whether a session is bound now */
    SessionRecovery(BooleanSupplier isBound) {
        this.isBound = isBound;
    }

    void bound() {
        count.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    @Override
    public long count() {
        return count.get();
    }

    @Override
    public void listen(Runnable whenRecovered) {
        listeners.add(whenRecovered);
    }

    @Override
    public void forget(Runnable whenRecovered) {
        listeners.remove(whenRecovered);
    }

    @Override
    public Readiness readiness() {
        return isBound.getAsBoolean() ? Readiness.TAKING : Readiness.AWAY;
    }

    @Override
    public Optional<Instant> nextTry() {
        return Optional.empty();
    }
}
