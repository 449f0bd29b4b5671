// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.QueueReader;
import io.vmnhub.exchange.MessageTrace;
import io.vmnhub.exchange.MessageTracing;
import io.vmnhub.exchange.MessageTrail;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.camel.Exchange;

/** A stored message on its way to its application. */
final class StoredDelivery {

    private final QueueReader.Delivery delivery;
    private final StoredMessage stored;
    private final AtomicInteger attempts = new AtomicInteger();
    private volatile MessageTrail trail;

    /** @throws IOException when it is none that this hub has stored */
    StoredDelivery(QueueReader.Delivery delivery) throws IOException {
        this.delivery = delivery;
        this.stored = StoredForm.message(delivery.octets());
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
        return delivery.isStale();
    }

    /** @see QueueReader.Delivery#acknowledge */
    void acknowledge(Consumer<Exception> whenNoted) {
        delivery.acknowledge(whenNoted);
    }
}
