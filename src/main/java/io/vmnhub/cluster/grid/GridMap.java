// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.cluster.SharedMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;

/** A replicated cache. */
@Listener(observation = Listener.Observation.POST)
public final class GridMap implements SharedMap {

    private final AdvancedCache<byte[], byte[]> cache;
    private final AdvancedCache<byte[], byte[]> local;
    private final Operations operations;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    GridMap(AdvancedCache<byte[], byte[]> cache, Operations operations) {
        this.cache = cache.withFlags(Flag.IGNORE_RETURN_VALUES);
        this.local = cache.withFlags(Flag.CACHE_MODE_LOCAL);
        this.operations = operations;
        cache.addListener(this);
    }

    @Override
    public void put(byte[] key, byte[] value, Duration lifespan) {
        operations.begin(
                "what a node tells the others",
                () -> lifespan.isZero()
                        ? cache.putAsync(key, value)
                        : cache.putAsync(key, value, lifespan.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void remove(byte[] key) {
        operations.begin("what a node tells the others", () -> (CompletableFuture<byte[]>) cache.removeAsync(key));
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(local.get(key));
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> each) {
        local.forEach(each);
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public long size() {
        return local.getDataContainer().sizeIncludingExpired();
    }

    /** Called by the grid. */
    @CacheEntryCreated
    @CacheEntryModified
    public void put(CacheEntryEvent<byte[], byte[]> event) {
        if (!event.isOriginLocal()) {
            watchers.forEach(watcher -> watcher.changed(event.getKey(), event.getValue()));
        }
    }

    /** Called by the grid. */
    @CacheEntryRemoved
    public void removed(CacheEntryEvent<byte[], byte[]> event) {
        if (!event.isOriginLocal()) {
            watchers.forEach(watcher -> watcher.changed(event.getKey(), null));
        }
    }
}
