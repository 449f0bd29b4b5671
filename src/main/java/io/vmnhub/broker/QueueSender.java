// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.broker.JmsSender.Address;
import io.vmnhub.broker.JmsSender.OutgoingMessage;
import java.util.function.Consumer;

/** Something that sends to one broker without letting its caller wait. */
public interface QueueSender extends AutoCloseable {

    void start();

    /**
     * Sends {@code letter}; {@code whenEnded} gets null or the failure, exactly once, on a thread of the sender or on
     * this one.
     */
    void send(Address address, OutgoingMessage outgoing, Consumer<Exception> whenEnded);

    @Override
    void close();
}
