// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vmnhub.broker.AsynchronousSender;
import io.vmnhub.broker.Broker;
import io.vmnhub.broker.BrokerAddress;
import io.vmnhub.broker.Destinations;
import io.vmnhub.broker.JmsSender;
import io.vmnhub.broker.QueueReader;
import io.vmnhub.broker.Queues;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.NoRoomException;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.records.MessageRecord;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.camel.Exchange;

/**
 * Store mode: messages that the hub has acknowledged and delivers later, in one durable queue for each application,
 * with one queue of dead letters beside it. Confirmed is what the broker has on its disk. Safe to share between
 * threads.
 */
public final class Store implements AutoCloseable {

    /** The note of a dead letter that names the queue it comes from. */
    static final String COMES_FROM = "queue";

    /** By which an Artemis drops what it has had. */
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private static final int IN_FLIGHT = 10_000;
    private static final Duration CONFIRM_WITHIN = Duration.ofSeconds(5);

    private final Broker broker;
    private final MeterRegistry metrics;
    private final Predicate<Throwable> hopeless;
    private final Consumer<MessageRecord> records;
    private final ObjectMapper mapper = ShortMessageModule.objectMapper();
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();
    private final AsynchronousSender sender;
    private volatile Consumer<String> whenJoinedIsReplayed = application -> {};
    private boolean started;

    /**
     * @param hopeless whether another attempt is of no use after this failure, so that the message is a dead letter at
     *     once
     * @param records gets a record of each message delivered or dead; must not block
     */
    public Store(Broker broker, MeterRegistry metrics, Predicate<Throwable> hopeless, Consumer<MessageRecord> records) {
        this.records = records;
        this.broker = broker;
        this.metrics = metrics;
        this.hopeless = hopeless;
        JmsSender jms = new JmsSender(
                broker.place(),
                broker::connections,
                IN_FLIGHT,
                CONFIRM_WITHIN,
                broker::isTrusted,
                Destinations.of(broker));
        sender = broker.sender(jms, IN_FLIGHT, CONFIRM_WITHIN);
        broker.whenRefused(
                application -> count(application, MessageOutcome.DEAD.word()).increment());
    }

    /** Starts the broker, if it is the embedded one, and connects with it. It may be called again. */
    synchronized void start() throws Exception {
        if (!started) {
            broker.start();
            sender.start();
            Gauge.builder("vmnhub.store.inflight", sender, AsynchronousSender::inFlight)
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
        makeQueues(application, Queues.stored(application));
    }

    /** Has {@code queue} made for {@code application}, and the one of its dead letters. */
    void makeQueues(String application, String queue) throws Exception {
        broker.make(new BrokerAddress(queue, false));
        broker.make(new BrokerAddress(Queues.dead(application), false));
    }

    /** Whether there are dead letters of {@code application}, perhaps. */
    boolean mayHaveDead(String application) throws Exception {
        return broker.mayHoldMessages() && broker.hasQueue(Queues.dead(application));
    }

    QueueReader reader(String queue) throws Exception {
        return broker.reader(queue);
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
        store(
                application,
                exchange,
                (message, after) -> send(message, Queues.stored(application), Map.of(), after),
                whenEnded);
    }

    /**
     * Writes a joined long message into its queue of {@code application}; with the same id only once, however often its
     * parts are handed over.
     */
    void storeJoined(String application, Exchange exchange, Consumer<Exception> whenEnded) {
        store(
                application,
                exchange,
                (message, after) -> sender.send(
                        new BrokerAddress(Queues.joined(application), false), session -> once(message, session), after),
                whenEnded);
    }

    private static Message once(StoredMessage stored, Session session) throws JMSException {
        Message message = stored.message(Map.of()).message(session);
        message.setStringProperty(DUPLICATE_ID, stored.id());
        return message;
    }

    private void store(
            String application,
            Exchange exchange,
            BiConsumer<StoredMessage, Consumer<Exception>> sending,
            Consumer<Exception> whenEnded) {
        Optional<String> noRoom = broker.noRoom();
        if (noRoom.isPresent()) {
            count(application, "refused").increment();
            whenEnded.accept(new NoRoomException(
                    "store: " + noRoom.get(), null, () -> broker.noRoom().isEmpty()));
            return;
        }
        StoredMessage message;
        try {
            message = StoredMessage.of(exchange);
        } catch (RuntimeException e) {
            whenEnded.accept(new NotConfirmedException("store: " + e.getMessage(), e));
            return;
        }
        sending.accept(message, failure -> {
            count(application, failure == null ? "stored" : "refused").increment();
            String queue = Queues.stored(application);
            whenEnded.accept(
                    failure == null || broker.hasRoom(queue)
                            ? failure
                            : new NoRoomException(failure.getMessage(), failure, () -> broker.hasRoom(queue)));
        });
    }

    /**
     * Moves a message to the dead letters of {@code application}; its original must be acknowledged only after
     * {@code whenEnded} got null.
     */
    void bury(String application, StoredMessage message, Death death, Consumer<Exception> whenEnded) {
        Map<String, Object> notes = new HashMap<>();
        notes.put("id", message.id());
        notes.put("reason", death.reason());
        notes.put("attempts", death.attempts());
        notes.put("diedAt", death.diedAt().toEpochMilli());
        if (!death.queue().equals(Queues.stored(application))) {
            notes.put(COMES_FROM, death.queue());
        }
        send(message, Queues.dead(application), notes, whenEnded);
    }

    /**
     * How a message became a dead letter.
     *
     * @param queue which it comes from, and goes into again when it is replayed
     */
    record Death(String queue, String reason, int attempts, Instant diedAt) {}

    private void send(StoredMessage message, String queue, Map<String, Object> notes, Consumer<Exception> whenEnded) {
        sender.send(new BrokerAddress(queue, false), message.message(notes), whenEnded);
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

    /**
     * Counts and records the end of a stored message: delivered or dead. One that its route has stored again ends
     * later.
     */
    void ended(String application, MessageOutcome outcome, StoredDelivery delivery, String reason, int attempts) {
        count(application, outcome.word()).increment();
        if (outcome == MessageOutcome.DEAD || delivery.trail().acknowledged() != MessageOutcome.STORED) {
            records.accept(MessageRecord.ended(
                    outcome, delivery.stored().id(), application, reason, attempts, delivery.trail()));
        }
    }

    /** Counts and records a message that is a dead letter without having been tried. */
    void dead(String application, StoredMessage message, String reason) {
        count(application, MessageOutcome.DEAD.word()).increment();
        records.accept(MessageRecord.ended(MessageOutcome.DEAD, message.id(), application, reason, null, null));
    }

    /** Whose joined long messages may wait for their delivery, as far as the broker can tell. */
    Set<String> applicationsWithJoined() throws Exception {
        return broker.applicationsWithJoined();
    }

    /** @param listener gets each application whose joined long messages were replayed, and has their queue read */
    void whenJoinedIsReplayed(Consumer<String> listener) {
        whenJoinedIsReplayed = listener;
    }

    void joinedIsReplayed(String application) {
        whenJoinedIsReplayed.accept(application);
    }

    /** Whether its broker runs inside this process. */
    boolean isEmbedded() {
        return broker.isEmbedded();
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
