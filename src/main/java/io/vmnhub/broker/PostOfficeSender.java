// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.exchange.NotConfirmedException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Puts messages of octets into the queues of the embedded broker by its post office, in the caller's thread: less than
 * half of what a client of it costs. Artemis asks there for no rights, and looks neither at the disk nor at whether a
 * queue took the message: that is done here. What is too long for a record of the journal, and every other message,
 * goes by JMS.
 *
 * <p>The ends of a send are those of {@link JmsSender}. Safe to share between threads.
 */
public final class PostOfficeSender implements AsynchronousSender {

    /** As for clients of Artemis: what is longer becomes a file of its own. */
    private static final int LONGEST = 100 * 1024;

    private static final int ENVELOPE = 256;
    private static final long SWEEP_MILLIS = 100;

    private final Broker broker;
    private final JmsSender jms;
    private final int maxInFlight;
    private final ScheduledExecutorService clock =
            new ScheduledThreadPoolExecutor(1, new CamelThreadFactory("#name# ##counter#", "store-clock", true));
    private final ExecutorService ended =
            Executors.newFixedThreadPool(2, new CamelThreadFactory("#name# ##counter#", "store-confirmed", true));
    private final Confirmations confirmations;
    private volatile Run run;
    private volatile boolean closed;

    /** One run of the broker, and its queues that were sent to. */
    private record Run(EmbeddedBroker broker, Map<String, Entrance> entrances) {}

    /** @param jms takes what the post office does not */
    public PostOfficeSender(Broker broker, JmsSender jms, int maxInFlight, Duration confirmWithin) {
        this.broker = broker;
        this.jms = jms;
        this.maxInFlight = maxInFlight;
        confirmations = new Confirmations(broker.place(), broker::isTrusted, ended);
        clock.scheduleWithFixedDelay(
                () -> confirmations.expire(confirmWithin.toNanos()), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void start() {
        jms.start();
    }

    @Override
    public int inFlight() {
        return confirmations.size() + jms.inFlight();
    }

    @Override
    public void send(BrokerAddress address, OutgoingMessage outgoing, Consumer<Exception> whenEnded) {
        if (outgoing instanceof OctetsMessage message && !address.topic() && message.octets().length <= LONGEST) {
            post(address, message, whenEnded);
        } else {
            jms.send(address, outgoing, whenEnded);
        }
    }

    private void post(BrokerAddress address, OctetsMessage message, Consumer<Exception> whenEnded) {
        EmbeddedBroker running = broker.embedded();
        String obstacle = obstacle(running);
        if (!obstacle.isEmpty()) {
            whenEnded.accept(new NotConfirmedException(broker.place() + ": " + obstacle));
            return;
        }
        Confirmations.Waiting waiting = confirmations.add(whenEnded);
        try {
            entrance(running, address).post(message, waiting);
        } catch (Exception e) {
            waiting.end(BrokerRefusal.of(broker.place(), e));
        }
    }

    private String obstacle(EmbeddedBroker running) {
        if (closed || running == null || !running.isRunning()) {
            return "not connected";
        }
        if (running.isDiskFull()) {
            return "the disk is nearly full";
        }
        return confirmations.size() >= maxInFlight ? maxInFlight + " messages are waiting for their confirmation" : "";
    }

    private Entrance entrance(EmbeddedBroker running, BrokerAddress address) throws Exception {
        Run current = run;
        if (current == null || current.broker != running) {
            current = new Run(running, new ConcurrentHashMap<>());
            run = current;
        }
        Entrance known = current.entrances.get(address.name());
        if (known != null) {
            return known;
        }
        broker.make(address);
        return current.entrances.computeIfAbsent(address.name(), name -> new Entrance(running.server(), name));
    }

    @Override
    public void close() {
        closed = true;
        clock.shutdownNow();
        jms.close();
        confirmations.failAll("closed before the confirmation");
        ended.shutdown();
    }

    /** The way into one queue. Messages stand there in the order in which they were routed, one at a time. */
    private static final class Entrance {

        private final ActiveMQServer server;
        private final SimpleString queue;
        private final OperationContext context;

        Entrance(ActiveMQServer server, String queue) {
            this.server = server;
            this.queue = SimpleString.of(queue);
            context = server.getStorageManager()
                    .newContext(server.getExecutorFactory().getExecutor());
        }

        synchronized void post(OctetsMessage message, Confirmations.Waiting waiting) throws Exception {
            StorageManager storage = server.getStorageManager();
            storage.setContext(context);
            try {
                RoutingStatus status = server.getPostOffice()
                        .route(core(storage.generateID(), message), new RoutingContextImpl(null), true);
                if (status != RoutingStatus.OK) {
                    throw new ActiveMQNonExistentQueueException("no queue takes what is sent to " + queue);
                }
                storage.afterCompleteOperations(waiting);
            } finally {
                storage.clearContext();
            }
        }

        private CoreMessage core(long id, OctetsMessage message) {
            CoreMessage core = new CoreMessage(id, message.octets().length + ENVELOPE);
            core.setType(Message.BYTES_TYPE)
                    .setDurable(true)
                    .setPriority((byte) message.priority())
                    .setAddress(queue)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setTimestamp(System.currentTimeMillis())
                    .setUserID(UUIDGenerator.getInstance().generateUUID());
            core.getBodyBuffer().writeBytes(message.octets());
            message.properties().forEach((name, value) -> core.putObjectProperty(SimpleString.of(name), value));
            return core;
        }
    }
}
