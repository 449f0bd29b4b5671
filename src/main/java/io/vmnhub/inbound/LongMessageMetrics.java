// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * What happens to long messages, as counters {@code vmnhub.long.messages{event}} and {@code vmnhub.parts{event}}, and
 * how many there are.
 */
public final class LongMessageMetrics {

    private final Counter refused;
    private final Counter repeated;
    private final Counter contradicted;
    private final Counter expired;
    private final Counter crowdedOut;
    private final Counter delivered;
    private final Counter failed;
    private final Counter deadLetters;
    private volatile int open;
    private volatile int undelivered;
    private volatile int parts;
    private volatile int partsWithOneCopy;

    LongMessageMetrics(MeterRegistry registry) {
        refused = counter(registry, "vmnhub.parts", "refused");
        repeated = counter(registry, "vmnhub.parts", "repeated");
        contradicted = counter(registry, "vmnhub.long.messages", "contradicted");
        expired = counter(registry, "vmnhub.long.messages", "expired");
        crowdedOut = counter(registry, "vmnhub.long.messages", "crowded-out");
        delivered = counter(registry, "vmnhub.long.messages", "delivered");
        failed = counter(registry, "vmnhub.long.messages", "delivery-failed");
        deadLetters = counter(registry, "vmnhub.long.messages", "dead-letter");
        Gauge.builder("vmnhub.long.messages.open", this, metrics -> metrics.open)
                .description("Long messages that lack parts")
                .register(registry);
        Gauge.builder("vmnhub.long.messages.undelivered", this, metrics -> metrics.undelivered)
                .description("Long messages that wait for the store")
                .register(registry);
        Gauge.builder("vmnhub.parts.stored", this, metrics -> metrics.parts)
                .description("Parts of long messages in the store")
                .register(registry);
        Gauge.builder("vmnhub.parts.with.one.copy", this, metrics -> metrics.partsWithOneCopy)
                .description("Parts of long messages in the store that no other node is known to have a copy of")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String event) {
        return Counter.builder(name)
                .description("What has happened to them")
                .tag("event", event)
                .register(registry);
    }

    void sizes(int openMessages, int undeliveredMessages, int storedParts) {
        open = openMessages;
        undelivered = undeliveredMessages;
        parts = storedParts;
    }

    void partsWithOneCopy(int count) {
        partsWithOneCopy = count;
    }

    void refused() {
        refused.increment();
    }

    void repeated() {
        repeated.increment();
    }

    void contradicted() {
        contradicted.increment();
    }

    void expired() {
        expired.increment();
    }

    void crowdedOut() {
        crowdedOut.increment();
    }

    /** An application has one. */
    public void delivered() {
        delivered.increment();
    }

    /** One was not stored or not delivered, and is tried again. */
    public void failed() {
        failed.increment();
    }

    /** One was given up. */
    public void deadLetter() {
        deadLetters.increment();
    }
}
