package io.vmnhub.northbound.store;

import io.vmnhub.northbound.store.JmsSender.Address;
import io.vmnhub.northbound.store.JmsSender.Letter;
import java.util.function.Consumer;

/** Something that sends to one broker without letting its caller wait. */
interface QueueSender extends AutoCloseable {

    void start();

    /** Sends {@code letter}; {@code whenEnded} gets null or the failure, exactly once, on a thread of the sender or on this one. */
    void send(Address address, Letter letter, Consumer<Exception> whenEnded);

    @Override
    void close();
}
