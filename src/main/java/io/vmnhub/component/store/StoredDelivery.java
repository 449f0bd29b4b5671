// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.exchange.MessageTrace;
import io.vmnhub.exchange.MessageTracing;
import io.vmnhub.exchange.MessageTrail;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** A stored message on its way to its application. */
final class StoredDelivery {

    private final StoreLine line;
    private final Message message;
    private final StoredMessage stored;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile MessageTrail trail;

    StoredDelivery(StoreLine line, Message message) throws JMSException {
        this.line = line;
        this.message = message;
        this.stored = StoredMessage.of(message);
    }

    /** Has this attempt leave a trail. */
    void begin(Exchange exchange) {
        trail = MessageTrail.begin(exchange);
        String traceparent = exchange.getMessage().getHeader(MessageTrace.HEADER, String.class);
        if (traceparent != null) {
            MessageTracing.of(exchange.getContext())
                    .flatMap(tracing -> tracing.resume("store delivery", traceparent))
                    .ifPresent(trace -> MessageTracing.attach(trace, trail, exchange));
        }
    }

    /** Of the last attempt; null before the first. */
    MessageTrail trail() {
        return trail;
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
}
