// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.exchange.NotConfirmedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.HandleStatus;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Reads a queue of the embedded broker from inside, as Artemis' own redistribution does: nothing is encoded on the way,
 * and an acknowledgement costs the same however many messages wait for theirs, where a session of Artemis looks for
 * each among all of them.
 */
final class PostOfficeReader implements QueueReader {

    /** Messages that may be in memory besides those that were read. */
    private static final int WINDOW = 1_000;

    private static final long CLOSE_MILLIS = 6_000;
    private static final long LOOK_MILLIS = 5;

    private final EmbeddedBroker broker;
    private final Queue queue;
    private final StorageManager storage;
    private final OperationContext context;
    private final ServerSide consumer;
    private final ExecutorService ended;
    private final Confirmations acknowledgements;
    private final BlockingQueue<MessageReference> arrived = new LinkedBlockingQueue<>();
    private final AtomicInteger ahead = new AtomicInteger();
    /** What the queue counts as being delivered here. */
    private final Set<MessageReference> open =
            Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));

    private volatile boolean broken;

    PostOfficeReader(EmbeddedBroker broker, String name) throws Exception {
        this.broker = broker;
        queue = broker.server().locateQueue(name);
        if (queue == null) {
            throw new ActiveMQNonExistentQueueException("there is no queue " + name);
        }
        storage = broker.server().getStorageManager();
        context = storage.newContext(broker.server().getExecutorFactory().getExecutor());
        ended = Executors.newSingleThreadExecutor(
                new CamelThreadFactory("#name# ##counter#", name + "-acknowledger", true));
        acknowledgements = new Confirmations("embedded broker", broker::isRunning, ended);
        consumer = new ServerSide(storage.generateID());
        queue.addConsumer(consumer);
        queue.deliverAsync();
    }

    @Override
    public Optional<Delivery> receive(long millis) throws InterruptedException {
        MessageReference next = arrived.poll(millis, TimeUnit.MILLISECONDS);
        if (next == null || ahead.getAndDecrement() == WINDOW / 2) {
            queue.deliverAsync();
        }
        return Optional.ofNullable(next).map(Read::new);
    }

    @Override
    public boolean isBroken() {
        return broken || !broker.isRunning();
    }

    private void acknowledge(MessageReference reference, Consumer<Exception> whenNoted) {
        if (!open.remove(reference)) {
            whenNoted.accept(new NotConfirmedException("the queue has the message again"));
            return;
        }
        Confirmations.Waiting waiting = acknowledgements.add(whenNoted);
        try {
            synchronized (context) {
                storage.setContext(context);
                try {
                    queue.acknowledge(reference);
                    storage.afterCompleteOperations(waiting);
                } finally {
                    storage.clearContext();
                }
            }
        } catch (Exception e) {
            broken = true;
            waiting.end(BrokerRefusal.of("embedded broker", e));
        }
    }

    @Override
    public void close() throws Exception {
        consumer.closed = true;
        queue.removeConsumer(consumer);
        awaitAcknowledgements();
        boolean running = !isBroken();
        broken = true;
        acknowledgements.failAll("the reader was closed");
        ended.shutdown();
        if (running) {
            giveBack();
        }
    }

    private void awaitAcknowledgements() {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MILLIS);
        try {
            while (acknowledgements.size() > 0 && !isBroken() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveBack() throws Exception {
        List<MessageReference> unread;
        synchronized (open) {
            unread = new ArrayList<>(open);
            open.clear();
        }
        long now = System.currentTimeMillis();
        synchronized (context) {
            storage.setContext(context);
            try {
                for (MessageReference reference : unread) {
                    queue.cancel(reference, now);
                }
            } finally {
                storage.clearContext();
            }
        }
        queue.deliverAsync();
    }

    /** What the queue sees of this reader. */
    private final class ServerSide implements org.apache.activemq.artemis.core.server.Consumer {

        private final long id;
        private volatile boolean closed;

        ServerSide(long id) {
            this.id = id;
        }

        /** Called with the queue's lock. */
        @Override
        public HandleStatus handle(MessageReference reference) {
            if (closed || ahead.get() >= WINDOW) {
                return HandleStatus.BUSY;
            }
            ahead.incrementAndGet();
            open.add(reference);
            reference.handled();
            reference.setConsumerId(id);
            reference.incrementDeliveryCount();
            return HandleStatus.HANDLED;
        }

        @Override
        public void proceedDeliver(MessageReference reference) {
            arrived.add(reference);
        }

        @Override
        public Filter getFilter() {
            return null;
        }

        @Override
        public List<MessageReference> getDeliveringMessages() {
            synchronized (open) {
                return new ArrayList<>(open);
            }
        }

        @Override
        public String debug() {
            return toManagementString();
        }

        @Override
        public String toManagementString() {
            return "the hub's reader of " + queue.getName();
        }

        /** The queue is being removed, or the broker stops. */
        @Override
        public void disconnect() {
            broken = true;
        }

        @Override
        public void failed(Throwable failure) {
            broken = true;
        }

        @Override
        public long sequentialID() {
            return id;
        }
    }

    private final class Read implements Delivery {

        private final MessageReference reference;

        Read(MessageReference reference) {
            this.reference = reference;
        }

        @Override
        public byte[] octets() throws IOException {
            try {
                ICoreMessage message = reference.getMessage().toCore();
                if (message.getType() != Message.BYTES_TYPE) {
                    throw new IOException("the message is none of octets");
                }
                ActiveMQBuffer body = message.getReadOnlyBodyBuffer();
                byte[] octets = new byte[body.readableBytes()];
                body.readBytes(octets);
                return octets;
            } catch (RuntimeException e) {
                throw new IOException("the message cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void acknowledge(Consumer<Exception> whenNoted) {
            PostOfficeReader.this.acknowledge(reference, whenNoted);
        }

        @Override
        public boolean isStale() {
            return isBroken();
        }
    }
}
