// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.cluster.SharedMap;
import io.vmnhub.cluster.Told;
import io.vmnhub.log.ThrottledLog;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryCreated;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryModified;
import org.infinispan.notifications.cachelistener.annotation.CacheEntryRemoved;
import org.infinispan.notifications.cachelistener.annotation.TopologyChanged;
import org.infinispan.notifications.cachelistener.event.CacheEntryEvent;
import org.infinispan.notifications.cachelistener.event.TopologyChangedEvent;
import org.slf4j.LoggerFactory;

/** A replicated cache. What this version does not understand of another node's it passes over. */
@Listener(observation = Listener.Observation.POST)
public final class GridMap implements SharedMap {

    private final ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger("io.vmnhub.cluster"));
    private final AdvancedCache<byte[], byte[]> cache;
    private final AdvancedCache<byte[], byte[]> local;
    private final Operations operations;
    private final String node;
    private final LongSupplier clock;
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    GridMap(AdvancedCache<byte[], byte[]> cache, Operations operations, String node, LongSupplier clock) {
        this.cache = cache.withFlags(Flag.IGNORE_RETURN_VALUES);
        this.local = cache.withFlags(Flag.CACHE_MODE_LOCAL);
        this.operations = operations;
        this.node = node;
        this.clock = clock;
        cache.addListener(this);
    }

    @Override
    public void put(byte[] key, byte[] value, Duration lifespan) {
        byte[] told = new Told(clock.getAsLong(), node, value).octets();
        operations.begin(
                "what a node tells the others",
                () -> lifespan.isZero()
                        ? cache.putAsync(key, told)
                        : cache.putAsync(key, told, lifespan.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void remove(byte[] key) {
        operations.begin("what a node tells the others", () -> (CompletableFuture<byte[]>) cache.removeAsync(key));
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
        return Optional.ofNullable(local.get(key)).flatMap(Told::of).map(Told::content);
    }

    @Override
    public void forEach(BiConsumer<byte[], byte[]> each) {
        local.forEach((key, octets) -> understand(octets, told -> each.accept(key, told.content())));
    }

    @Override
    public void watch(Watcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public long size() {
        return local.getDataContainer().sizeIncludingExpired();
    }

    /**
     * Called by the grid after nodes have come, gone or met again. What came with the state of others, and not by a
     * call of theirs, is told now: the grid tells nobody of it.
     */
    @TopologyChanged
    public void topologyChanged(TopologyChangedEvent<byte[], byte[]> event) {
        if (!watchers.isEmpty()) {
            CompletableFuture.runAsync(() -> local.forEach(this::heard));
        }
    }

    /** Called by the grid. */
    @CacheEntryCreated
    @CacheEntryModified
    public void put(CacheEntryEvent<byte[], byte[]> event) {
        heard(event.getKey(), event.getValue());
    }

    private void heard(byte[] key, byte[] octets) {
        understand(octets, told -> {
            if (!told.node().equals(node)) {
                watchers.forEach(watcher -> watcher.changed(key, told.content()));
            }
        });
    }

    /** Called by the grid. */
    @CacheEntryRemoved
    public void removed(CacheEntryEvent<byte[], byte[]> event) {
        if (!event.isOriginLocal()) {
            watchers.forEach(watcher -> watcher.changed(event.getKey(), null));
        }
    }

    private void understand(byte[] octets, Consumer<Told> taker) {
        Optional<Told> told = Told.of(octets);
        if (told.isEmpty()) {
            passedOver("in a form of a later version");
            return;
        }
        try {
            taker.accept(told.get());
        } catch (RuntimeException e) {
            passedOver("by node " + told.get().node() + ": " + e.getMessage());
        }
    }

    private void passedOver(String what) {
        log.warn("", cache.getName(), () -> "Passed over what is told in " + cache.getName() + " " + what);
    }
}
