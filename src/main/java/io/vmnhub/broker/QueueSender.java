package io.vmnhub.broker;

import io.vmnhub.broker.JmsSender.Address;
import io.vmnhub.broker.JmsSender.Letter;
import java.util.function.Consumer;

/** Something that sends to one broker without letting its caller wait. */
public interface QueueSender extends AutoCloseable {

    void start();

    /** Sends {@code letter}; {@code whenEnded} gets null or the failure, exactly once, on a thread of the sender or on this one. */
    void send(Address address, Letter letter, Consumer<Exception> whenEnded);

    @Override
    void close();
}
