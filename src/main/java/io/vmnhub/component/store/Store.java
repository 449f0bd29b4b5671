// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.broker.Broker;
import io.vmnhub.broker.JmsSender;
import io.vmnhub.broker.Queues;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.records.MessageRecord;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;

/**
 * Store mode: messages that the hub has acknowledged and delivers later, in one durable queue for each application,
 * with one queue of dead letters beside it. Confirmed is what the broker has on its disk. Safe to share between
 * threads.
 */
public final class Store implements AutoCloseable {

    private static final int IN_FLIGHT = 10_000;
    private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(5);

    private final Broker broker;
    private final MeterRegistry metrics;
    private final Predicate<Throwable> hopeless;
    private final Consumer<MessageRecord> records;
    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final JmsSender sender;
    private boolean started;

    /**
     * @param hopeless tells failures after which another attempt is of no use, so that the message is a dead letter at
     *     once
     * @param records gets a record of each message delivered or dead; must not block
     */
    public Store(Broker broker, MeterRegistry metrics, Predicate<Throwable> hopeless, Consumer<MessageRecord> records) {
        this.records = records;
        this.broker = broker;
        this.metrics = metrics;
        this.hopeless = hopeless;
        sender = new JmsSender(
                broker.place(),
                broker::connections,
                IN_FLIGHT,
                CONFIRM_WITHIN,
                broker::isTrusted,
                JmsSender.Destinations.of(broker));
        broker.whenRefused(
                application -> count(application, MessageOutcome.DEAD.word()).increment());
    }

    /** Starts the broker, if it is the embedded one, and connects with it; again is no harm. */
    synchronized void start() throws Exception {
        if (!started) {
            broker.start();
            sender.start();
            Gauge.builder("vmnhub.store.inflight", sender, JmsSender::inFlight)
                    .description("Messages sent to the store and not yet confirmed by it")
                    .register(metrics);
            started = true;
        }
    }

    /** False when nothing has ever been stored, so that looking for it need not start a broker. */
    boolean mayHoldMessages() {
        return broker.mayHoldMessages();
    }

    /** Has the queues made that store mode needs for {@code application}, with the embedded broker. */
    void makeQueues(String application) throws Exception {
        broker.make(new JmsSender.Address(Queues.stored(application), false));
        broker.make(new JmsSender.Address(Queues.dead(application), false));
    }

    /** Whether there are dead letters of {@code application}, perhaps. */
    boolean mayHaveDead(String application) throws Exception {
        return broker.mayHoldMessages() && broker.hasQueue(Queues.dead(application));
    }

    ConnectionFactory connections() throws Exception {
        return broker.connections();
    }

    ObjectMapper mapper() {
        return mapper;
    }

    boolean isHopeless(Throwable failure) {
        return hopeless.test(failure);
    }

    /**
     * Writes the exchange's message into the queue of {@code application}; {@code whenEnded} gets null when the disk
     * has it.
     */
    void store(String application, Exchange exchange, Consumer<Exception> whenEnded) {
        Optional<String> noRoom = broker.noRoom();
        if (noRoom.isPresent()) {
            count(application, "refused").increment();
            whenEnded.accept(new NotConfirmedException("store: " + noRoom.get()));
            return;
        }
        StoredMessage message;
        String queue;
        try {
            queue = Queues.stored(application);
            message = StoredMessage.of(exchange, mapper);
        } catch (IOException | RuntimeException e) {
            whenEnded.accept(new NotConfirmedException("store: " + e.getMessage(), e));
            return;
        }
        send(message, queue, Map.of(), failure -> {
            count(application, failure == null ? "stored" : "refused").increment();
            whenEnded.accept(failure);
        });
    }

    /**
     * Moves a message to the dead letters of {@code application}; its original must be acknowledged only after
     * {@code whenEnded} got null.
     */
    void bury(String application, StoredMessage message, String reason, int attempts, Consumer<Exception> whenEnded) {
        send(
                message,
                Queues.dead(application),
                Map.of(
                        "id",
                        message.id(),
                        "reason",
                        reason,
                        "attempts",
                        attempts,
                        "diedAt",
                        Instant.now().toEpochMilli()),
                whenEnded);
    }

    private void send(StoredMessage message, String queue, Map<String, Object> notes, Consumer<Exception> whenEnded) {
        sender.send(new JmsSender.Address(queue, false), session -> message.message(session, notes), whenEnded);
    }

    /** Counts what became of messages of {@code application}. */
    public Counter count(String application, String outcome) {
        return counters.computeIfAbsent(
                application + " " + outcome,
                key -> Counter.builder("vmnhub.store.messages")
                        .description("What became of messages in store mode")
                        .tag("application", application)
                        .tag("outcome", outcome)
                        .register(metrics));
    }

    /** Counts and records the end of a stored message: delivered or dead. */
    void ended(String application, MessageOutcome outcome, StoredDelivery delivery, String reason, int attempts) {
        count(application, outcome.word()).increment();
        records.accept(
                MessageRecord.ended(outcome, delivery.stored().id(), application, reason, attempts, delivery.trail()));
    }

    /** The dead letters: to look at, to try again, to throw away. */
    public DeadLetters deadLetters() {
        return new DeadLetters(this);
    }

    /** What is in flight is not confirmed. The broker is closed by who has made it. */
    @Override
    public void close() {
        sender.close();
    }
}
