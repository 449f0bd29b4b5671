// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Transaction ids that nobody can guess: 32 random bits, never 0. Who can tell the id of an open dialogue can put
 * messages into it or abort it (GSMA FS.11). Thread-safe.
 */
final class TransactionIds {

    private static final int POOL_OCTETS = 4096;

    private final SecureRandom random = new SecureRandom();
    private final ByteBuffer pool = ByteBuffer.allocate(POOL_OCTETS).position(POOL_OCTETS);

    /** The next one, 1 to 4294967295. */
    synchronized long next() {
        long id;
        do {
            if (!pool.hasRemaining()) {
                random.nextBytes(pool.array());
                pool.rewind();
            }
            id = Integer.toUnsignedLong(pool.getInt());
        } while (id == 0);
        return id;
    }
}
