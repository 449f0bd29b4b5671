// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.netty.util.HashedWheelTimer;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** How many messages a second may go. Guarded by the lock of whoever uses it. */
final class Throughput {

    private static final int BURSTS_PER_SECOND = 10;

    private final HashedWheelTimer timer;
    private final Runnable refilled;
    private OptionalInt rate = OptionalInt.empty();
    private Bucket bucket;
    private boolean refillAwaited;

    /** @param refilled called by the timer when a message may go again; must not block */
    Throughput(OptionalInt rate, HashedWheelTimer timer, Runnable refilled) {
        this.timer = timer;
        this.refilled = refilled;
        limit(rate);
    }

    /**
     * From now on.
     *
     * @param changed empty for no limit
     */
    void limit(OptionalInt changed) {
        if (changed.isEmpty()) {
            bucket = null;
        } else if (!changed.equals(rate)) {
            bucket = Bucket.builder()
                    .addLimit(Bandwidth.builder()
                            .capacity(Math.max(1, changed.getAsInt() / BURSTS_PER_SECOND))
                            .refillGreedy(changed.getAsInt(), Duration.ofSeconds(1))
                            .build())
                    .build();
        }
        rate = changed;
    }

    /** Whether a message may go now; if not, {@code refilled} will be told. */
    boolean mayGo() {
        if (bucket == null || bucket.tryConsume(1)) {
            return true;
        }
        if (!refillAwaited) {
            refillAwaited = true;
            timer.newTimeout(
                    elapsed -> refilled.run(),
                    bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill(),
                    TimeUnit.NANOSECONDS);
        }
        return false;
    }

    /** A message has gone unasked, at the cost of those to come. */
    void gone() {
        if (bucket != null) {
            bucket.consumeIgnoringRateLimits(1);
        }
    }

    /** {@code refilled} has been told and will ask again. */
    void asked() {
        refillAwaited = false;
    }
}
