// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.Queues;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SmsConstants;
import io.vmnhub.exchange.SmsHeaders;
import io.vmnhub.log.FailureReason;
import io.vmnhub.sms.ShortMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long messages that were joined: for each application a queue of its own, from which they go to the application's
 * route, {@code direct:<application>}, tried again and given up like everything in store mode. What an application's
 * route refuses for good is a dead letter among its others. Thread-safe.
 */
public final class JoinedMessages implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JoinedMessages.class);
    private static final int THREADS = 4;
    private static final Duration MAX_AGE = Duration.ofHours(24);

    private final CamelContext context;
    private final Store store;
    private final DeliveryListener listener;
    private final Map<String, Delivery> deliveries = new HashMap<>();
    private boolean closed;

    private record Delivery(StoreConsumer consumer, AsyncProducer route) {

        void stop() {
            ServiceHelper.stopAndShutdownServices(consumer, route);
        }
    }

    /** @param listener hears what becomes of the messages of all applications */
    public JoinedMessages(CamelContext context, Store store, DeliveryListener listener) {
        this.context = context;
        this.store = store;
        this.listener = listener;
        store.whenJoinedIsReplayed(this::replayed);
    }

    private void replayed(String application) {
        try {
            deliver(application);
        } catch (Exception e) {
            LOG.error(
                    "Long messages for application {} were replayed and wait for another start of the hub: {}",
                    application,
                    FailureReason.of(e));
        }
    }

    /**
     * Goes on with the messages of before.
     *
     * @param applications those that want long messages whole: the queues of a broker elsewhere are not known
     */
    public void resume(Set<String> applications) throws Exception {
        Set<String> all = new HashSet<>(store.applicationsWithJoined());
        if (!store.isEmbedded()) {
            all.addAll(applications);
        }
        for (String application : all) {
            deliver(application);
        }
    }

    /** Begins to deliver to {@code application}; blocks while an embedded broker starts. */
    private synchronized void deliver(String application) throws Exception {
        if (closed) {
            throw new NotConfirmedException("the delivery of long messages is closed");
        }
        if (deliveries.containsKey(application)) {
            return;
        }
        StoreEndpoint endpoint = new StoreEndpoint(
                "store:" + application + "?joined",
                context.getComponent("store", StoreComponent.class),
                application,
                Queues::joined,
                listener);
        endpoint.setCamelContext(context);
        endpoint.setThreads(THREADS);
        endpoint.setMaxAge(MAX_AGE.toMillis());
        AsyncProducer route = context.getEndpoint("direct:" + application).createAsyncProducer();
        Delivery delivery = new Delivery(new StoreConsumer(endpoint, route), route);
        try {
            ServiceHelper.startService(route, delivery.consumer());
        } catch (RuntimeException e) {
            delivery.stop();
            throw e;
        }
        deliveries.put(application, delivery);
    }

    /**
     * Keeps a message until its application's route has taken it. Blocks while an embedded broker starts.
     *
     * @param whenEnded gets null when it is on the broker's disk, else the reason why it is not
     */
    public void store(String application, ShortMessage message, Consumer<Exception> whenEnded) {
        try {
            deliver(application);
        } catch (Exception e) {
            whenEnded.accept(e);
            return;
        }
        store.storeJoined(application, exchange(application, message), whenEnded);
    }

    /**
     * Makes a message a dead letter.
     *
     * @param reason in words without content
     * @param whenEnded gets null when it is on the broker's disk, else the reason why it is not
     */
    public void bury(
            String application, ShortMessage message, String reason, Instant diedAt, Consumer<Exception> whenEnded) {
        StoredMessage stored;
        try {
            deliver(application); // it may be replayed
            stored = StoredMessage.of(exchange(application, message)).at(message.receivedAt());
        } catch (Exception e) {
            whenEnded.accept(e);
            return;
        }
        store.bury(application, stored, new Store.Death(Queues.joined(application), reason, 0, diedAt), failure -> {
            if (failure == null) {
                store.dead(application, stored, reason);
            }
            whenEnded.accept(failure);
        });
    }

    private Exchange exchange(String application, ShortMessage message) {
        Exchange exchange = new DefaultExchange(context);
        SmsHeaders.write(message, exchange.getMessage());
        exchange.getMessage().setHeader(SmsConstants.APPLICATION, application);
        return exchange;
    }

    /** What is with a route has some seconds to end; all else stays in its queue. */
    @Override
    public synchronized void close() {
        closed = true;
        deliveries.values().forEach(Delivery::stop);
        deliveries.clear();
    }
}
