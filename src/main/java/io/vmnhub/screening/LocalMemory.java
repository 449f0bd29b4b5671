// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Remembers in this process.
 *
 * @param <V> a fact
 */
final class LocalMemory<V> implements Memory<V> {

    private final Cache<String, V> cache;

    /** @param keep how long a fact is remembered from when it was written */
    LocalMemory(int most, Function<V, Duration> keep, Ticker ticker) {
        cache = Caffeine.newBuilder()
                .maximumSize(most)
                .ticker(ticker)
                .executor(Runnable::run)
                .expireAfter(Expiry.<String, V>writing((key, fact) -> keep.apply(fact)))
                .build();
    }

    @Override
    public Optional<V> find(String key) {
        return Optional.ofNullable(cache.getIfPresent(key));
    }

    @Override
    public void remember(String key, V fact) {
        cache.put(key, fact);
    }

    @Override
    public void forget(String key) {
        cache.invalidate(key);
    }

    @Override
    public void most(int facts) {
        cache.policy().eviction().ifPresent(eviction -> eviction.setMaximum(facts));
    }

    @Override
    public long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    @Override
    public void forEach(BiConsumer<String, V> each) {
        cache.asMap().forEach(each);
    }
}
