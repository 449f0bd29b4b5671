// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.function.Consumer;

/** Sends to one broker; callers do not wait. */
public interface QueueSender extends AutoCloseable {

    void start();

    /**
     * Sends a message.
     *
     * @param whenEnded gets null or the failure, exactly once, on a thread of the sender or on the caller's
     */
    void send(BrokerAddress address, OutgoingMessage outgoing, Consumer<Exception> whenEnded);

    @Override
    void close();
}
