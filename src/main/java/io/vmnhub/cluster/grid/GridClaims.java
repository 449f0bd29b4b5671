// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.vmnhub.cluster.Claims;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.context.Flag;

/** A distributed cache with two owners of each entry. */
final class GridClaims implements Claims {

    private static final String WHAT = "a claim";

    private final AdvancedCache<byte[], byte[]> cache;
    private final Operations operations;

    GridClaims(AdvancedCache<byte[], byte[]> cache, Operations operations) {
        this.cache = cache;
        this.operations = operations;
    }

    @Override
    public CompletionStage<Optional<byte[]>> putIfAbsent(byte[] key, byte[] value, Duration lifespan) {
        return operations
                .begin(WHAT, () -> cache.putIfAbsentAsync(key, value, lifespan.toMillis(), TimeUnit.MILLISECONDS))
                .thenApply(Optional::ofNullable);
    }

    @Override
    public CompletionStage<Boolean> replace(byte[] key, byte[] former, byte[] value, Duration lifespan) {
        return operations.begin(
                WHAT, () -> cache.replaceAsync(key, former, value, lifespan.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public CompletionStage<Void> put(byte[] key, byte[] value, Duration lifespan) {
        return operations
                .begin(
                        WHAT,
                        () -> cache.withFlags(Flag.IGNORE_RETURN_VALUES)
                                .putAsync(key, value, lifespan.toMillis(), TimeUnit.MILLISECONDS))
                .thenAccept(former -> {});
    }

    @Override
    public CompletionStage<Boolean> remove(byte[] key, byte[] value) {
        return operations.begin(WHAT, () -> cache.removeAsync(key, value));
    }

    @Override
    public long size() {
        return cache.getDataContainer().sizeIncludingExpired();
    }
}
