// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads one queue, and acknowledges its messages each for itself and in any order. What is read and not acknowledged
 * stands in the queue again when the reader is closed or its connection breaks.
 */
public interface QueueReader extends AutoCloseable {

    /** The next message; empty when there is none within {@code millis}. For one thread. */
    Optional<Delivery> receive(long millis) throws Exception;

    /** Whether nothing more can be read or acknowledged, so that another reader is needed. */
    boolean isBroken();

    /** Waits some seconds for what is being acknowledged. */
    @Override
    void close() throws Exception;

    /** A message that was read. Thread-safe. */
    interface Delivery {

        /** @throws IOException when it is none of octets */
        byte[] octets() throws IOException;

        /**
         * Has the broker forget it.
         *
         * @param whenNoted gets null when the broker has that on its disk, else the failure, exactly once
         */
        void acknowledge(Consumer<Exception> whenNoted);

        /** Whether its reader is broken, so that the message comes again. */
        boolean isStale();
    }
}
