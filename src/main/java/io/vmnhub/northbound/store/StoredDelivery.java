package io.vmnhub.northbound.store;

import io.vmnhub.northbound.NotConfirmedException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A stored message on its way to its application. */
final class StoredDelivery {

    private final StoreLine line;
    private final Message message;
    private final StoredMessage stored;
    private final AtomicInteger attempts = new AtomicInteger();

    StoredDelivery(StoreLine line, Message message) throws JMSException {
        this.line = line;
        this.message = message;
        this.stored = StoredMessage.of(message);
    }

    StoredMessage stored() {
        return stored;
    }

    int attempts() {
        return attempts.get();
    }

    int failedOnceMore() {
        return attempts.incrementAndGet();
    }

    boolean isOlderThan(Duration age) {
        return stored.storedAt().plus(age).isBefore(Instant.now());
    }

    /** Whether the connection it came by is gone, so that the broker brings it again. */
    boolean isStale() {
        return line.isBroken();
    }

    /** @see StoreLine#acknowledge */
    void acknowledge(Consumer<Exception> whenNoted) {
        line.acknowledge(message, whenNoted);
    }

    /** A failure in words for a dead letter and the log; like every reason of the hub without content. */
    static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String first = failure instanceof NotConfirmedException ? failure.getMessage() : failure.getClass().getSimpleName();
        return root == failure ? first : first + " caused by " + root.getClass().getSimpleName();
    }
}
