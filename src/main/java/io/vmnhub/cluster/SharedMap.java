// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A map that every node has a whole copy of. What is put arrives at the others soon, and at a node that joins with the
 * others' state; nothing here waits for another node, and what the network takes away is told again by nobody. Arrays
 * that are given must not be changed afterwards. Thread-safe.
 */
public interface SharedMap {

    /** What another node has changed; after nodes have come or met again it may be told of what it knows. */
    interface Watcher {

        /** @param value null when it has been removed */
        void changed(byte[] key, byte[] value);
    }

    /** @param lifespan how long it stays; zero for always */
    void put(byte[] key, byte[] value, Duration lifespan);

    void remove(byte[] key);

    /** What this node's copy has. */
    Optional<byte[]> get(byte[] key);

    /** Each entry of this node's copy. */
    void forEach(BiConsumer<byte[], byte[]> each);

    /** Calls this one with what other nodes change. It must not wait for anything. */
    void watch(Watcher watcher);

    long size();
}
