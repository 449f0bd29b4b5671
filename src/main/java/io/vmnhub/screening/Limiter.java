// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A token bucket for each key, as many keys as are allowed; a bucket that has been full again for long is forgotten.
 * Thread-safe.
 */
final class Limiter {

    private final Rate rate;
    private final TimeMeter meter;
    private final Cache<String, Bucket> buckets;
    private volatile int nodes = 1;

    Limiter(Rate rate, int keys, LongSupplier nanoTime) {
        this.rate = rate;
        this.meter = new TimeMeter() {
            @Override
            public long currentTimeNanos() {
                return nanoTime.getAsLong();
            }

            @Override
            public boolean isWallClockBased() {
                return false;
            }
        };
        buckets = Caffeine.newBuilder()
                .maximumSize(keys)
                .expireAfterAccess(rate.refill())
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    boolean pass(String key) {
        return buckets.get(key, this::bucket).tryConsume(1);
    }

    /** Gives back what a message took that another limit has refused. */
    void giveBack(String key) {
        Optional.ofNullable(buckets.getIfPresent(key)).ifPresent(bucket -> bucket.addTokens(1));
    }

    /**
     * From now on this is one of so many nodes, and each lets its part pass. What is left in the buckets becomes part
     * of it.
     */
    void shareAmong(int changed) {
        if (changed != nodes) {
            nodes = changed;
            BucketConfiguration configuration =
                    BucketConfiguration.builder().addLimit(bandwidth()).build();
            buckets.asMap()
                    .values()
                    .forEach(bucket ->
                            bucket.replaceConfiguration(configuration, TokensInheritanceStrategy.PROPORTIONALLY));
        }
    }

    long keys() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(String key) {
        return Bucket.builder()
                .withCustomTimePrecision(meter)
                .addLimit(bandwidth())
                .build();
    }

    private Bandwidth bandwidth() {
        int parts = nodes;
        return Bandwidth.builder()
                .capacity((rate.burst() + parts - 1) / parts)
                .refillGreedy(rate.tokens(), rate.period().multipliedBy(parts))
                .build();
    }
}
