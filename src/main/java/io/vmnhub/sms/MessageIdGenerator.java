// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.sms;

import java.security.SecureRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Makes message ids: 26 characters of 0-9 and A-Z that sort by the time they were made, like a ULID: 48 bits of
 * milliseconds, a 16-bit count within the millisecond, 64 random bits. Ids of one generator rise strictly, also while
 * the clock stands still or goes back; the random bits keep those of other nodes and of earlier runs apart. Not meant
 * to be unguessable. Thread-safe, without locks.
 */
public final class MessageIdGenerator {

    /** Crockford's Base32: no I, L, O, U, and in the order of their character codes. */
    private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private static final int LENGTH = 26;

    private final LongSupplier clock;
    private final AtomicLong last = new AtomicLong();
    private final long salt = new SecureRandom().nextLong();

    /** A generator by the system's clock. */
    public MessageIdGenerator() {
        this(System::currentTimeMillis);
    }

    /** @param clock milliseconds since 1970 */
    MessageIdGenerator(LongSupplier clock) {
        this.clock = clock;
    }

    /** The next id, greater than all before it. */
    public String next() {
        long now = clock.getAsLong() << 16;
        long high = last.updateAndGet(previous -> now > previous ? now : previous + 1);
        long low = ThreadLocalRandom.current().nextLong() ^ salt;
        char[] id = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            id[i] = DIGITS[(int) low & 31];
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(id);
    }
}
