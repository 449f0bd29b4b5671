// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/**
 * Locks an address out of the sign-in form after {@value #MOST_WRONG} wrong tokens: for {@link #LOCKED} from the last
 * of them nothing is looked at, right or wrong. Sessions that have begun go on. Thread-safe, bounded.
 */
final class SignInLock {

    static final int MOST_WRONG = 10;
    static final Duration LOCKED = Duration.ofMinutes(15);
    private static final int MOST_ADDRESSES = 50_000;

    private final Cache<String, Integer> wrong;

    SignInLock() {
        this(Ticker.systemTicker());
    }

    SignInLock(Ticker ticker) {
        wrong = Caffeine.newBuilder()
                .maximumSize(MOST_ADDRESSES)
                .expireAfterWrite(LOCKED)
                .ticker(ticker)
                .build();
    }

    boolean isLocked(String address) {
        Integer count = wrong.getIfPresent(address);
        return count != null && count >= MOST_WRONG;
    }

    void wrong(String address) {
        wrong.asMap().merge(address, 1, Integer::sum);
    }

    void right(String address) {
        wrong.invalidate(address);
    }
}
