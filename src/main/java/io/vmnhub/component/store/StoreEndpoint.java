// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.Queues;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** Store messages for an application, and deliver them again and again until the route ends well. */
@UriEndpoint(
        firstVersion = "4.17.0",
        scheme = "store",
        title = "Message store",
        syntax = "store:application",
        category = {Category.MESSAGING})
public class StoreEndpoint extends DefaultEndpoint {

    @UriPath
    @Metadata(
            required = true,
            description = "The application whose messages these are; for a producer, / for the one that "
                    + "owns the number.")
    private final String application;

    @UriParam(
            label = "consumer",
            defaultValue = "200",
            description = "How many messages are given to the route at a time.")
    private int maxInProgress = 200;

    @UriParam(
            label = "consumer",
            defaultValue = "1000",
            description = "How many messages may wait for another attempt; with more, no new ones are begun.")
    private int maxWaiting = 1_000;

    @UriParam(
            label = "consumer",
            defaultValue = "2",
            description = "Threads that run the route. Steps that block their thread need more.")
    private int threads = 2;

    @UriParam(
            label = "consumer",
            defaultValue = "1s",
            javaType = "java.time.Duration",
            description = "The pause after the first failed attempt; it doubles with each.")
    private long redeliveryDelay = 1_000;

    @UriParam(
            label = "consumer",
            defaultValue = "5m",
            javaType = "java.time.Duration",
            description = "The longest pause between two attempts.")
    private long maximumRedeliveryDelay = 300_000;

    @UriParam(
            label = "consumer",
            defaultValue = "72h",
            javaType = "java.time.Duration",
            description = "Messages that fail and are older than this are dead letters.")
    private long maxAge = 259_200_000;

    @UriParam(
            label = "consumer",
            defaultValue = "0",
            description = "After so many failed attempts a message is a dead letter; 0 for no such limit.")
    private int maxAttempts;

    private final UnaryOperator<String> queueOf;
    private final DeliveryListener listener;

    public StoreEndpoint(String uri, StoreComponent component, String application) {
        this(uri, component, application, Queues::stored, DeliveryListener.NOBODY);
    }

    /**
     * Of another queue.
     *
     * @param queueOf names it for an application
     */
    StoreEndpoint(
            String uri,
            StoreComponent component,
            String application,
            UnaryOperator<String> queueOf,
            DeliveryListener listener) {
        super(uri, component);
        this.application = application.replaceFirst("^/+", "").strip();
        this.queueOf = queueOf;
        this.listener = listener;
    }

    /** The queue that is read. */
    String queue() {
        return queueOf.apply(application);
    }

    DeliveryListener listener() {
        return listener;
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        if (application.isEmpty()) {
            throw new IllegalArgumentException("store: name the application to deliver to, as in store:acme");
        }
        StoreConsumer consumer = new StoreConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new StoreProducer(this);
    }

    Redelivery redelivery() {
        return new Redelivery(
                Duration.ofMillis(redeliveryDelay),
                Duration.ofMillis(Math.max(redeliveryDelay, maximumRedeliveryDelay)),
                Duration.ofMillis(maxAge),
                maxAttempts);
    }

    public String getApplication() {
        return application;
    }

    public int getMaxInProgress() {
        return maxInProgress;
    }

    public void setMaxInProgress(int maxInProgress) {
        this.maxInProgress = maxInProgress;
    }

    public int getMaxWaiting() {
        return maxWaiting;
    }

    public void setMaxWaiting(int maxWaiting) {
        this.maxWaiting = maxWaiting;
    }

    public int getThreads() {
        return threads;
    }

    public void setThreads(int threads) {
        this.threads = threads;
    }

    public long getRedeliveryDelay() {
        return redeliveryDelay;
    }

    public void setRedeliveryDelay(long redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public long getMaximumRedeliveryDelay() {
        return maximumRedeliveryDelay;
    }

    public void setMaximumRedeliveryDelay(long maximumRedeliveryDelay) {
        this.maximumRedeliveryDelay = maximumRedeliveryDelay;
    }

    public long getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(long maxAge) {
        this.maxAge = maxAge;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }
}
