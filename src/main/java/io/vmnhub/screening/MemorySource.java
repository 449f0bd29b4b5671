// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Makes memories: local ones, or such that nodes share. */
public interface MemorySource {

    /**
     * A memory.
     *
     * @param name tells it from others of the same source
     * @param form how a fact is told to other nodes
     * @param most how many facts at most
     * @param keep how long a fact is kept from when it was written
     */
    <V> Memory<V> create(String name, FactForm<V> form, int most, Function<V, Duration> keep);

    /** Whether a fact that another node has learned may arrive here after what it is needed for. */
    default boolean mayLag() {
        return false;
    }

    /** Memories of this process, on the system's clock. */
    static MemorySource local() {
        return local(System::nanoTime);
    }

    /** Memories of this process. */
    static MemorySource local(LongSupplier nanoTime) {
        return new MemorySource() {
            @Override
            public <V> Memory<V> create(String name, FactForm<V> form, int most, Function<V, Duration> keep) {
                return new LocalMemory<>(most, keep, nanoTime::getAsLong);
            }
        };
    }
}
