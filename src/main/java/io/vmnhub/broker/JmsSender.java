// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.exchange.NotConfirmedException;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to one broker without waiting for it: by JMS 2's asynchronous sends over one session for each address, whose
 * confirmations come back one by one. Thousands are in flight at a time and share the broker's writes.
 *
 * <p>A send ends exactly once: confirmed, refused by the broker, or failed because no confirmation came in time, the
 * connection broke, there is none, or too many are in flight. What has failed may still have arrived. A broken
 * connection is made again in the background, at most once a second. Safe to share between threads.
 */
public final class JmsSender implements AsynchronousSender {

    private static final Logger LOG = LoggerFactory.getLogger(JmsSender.class);
    private static final long SWEEP_MILLIS = 100;

    private final String place;
    private final Callable<ConnectionFactory> connections;
    private final int maxInFlight;
    private final BooleanSupplier trusted;
    private final Destinations destinations;
    private final Duration confirmWithin;
    private final ScheduledExecutorService clock;
    private final ExecutorService ended;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Queue<Send> sends = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean connecting = new AtomicBoolean();
    private final AtomicBoolean away = new AtomicBoolean(); // so that a broker that is away is reported once
    private volatile BrokerConnection line;
    private volatile long lastAnswer = System.nanoTime();
    private volatile boolean closed;

    public JmsSender(String place, Callable<ConnectionFactory> connections, int maxInFlight, Duration confirmWithin) {
        this(place, connections, maxInFlight, confirmWithin, () -> true, Destinations.ELSEWHERE);
    }

    /**
     * @param trusted whether what the broker says at this moment counts
     * @param destinations has each destination made before its first message
     */
    public JmsSender(
            String place,
            Callable<ConnectionFactory> connections,
            int maxInFlight,
            Duration confirmWithin,
            BooleanSupplier trusted,
            Destinations destinations) {
        this.trusted = trusted;
        this.destinations = destinations;
        this.place = place;
        this.connections = connections;
        this.maxInFlight = maxInFlight;
        this.confirmWithin = confirmWithin;
        clock = new ScheduledThreadPoolExecutor(1, new CamelThreadFactory("#name# ##counter#", "broker-clock", true));
        ended = Executors.newFixedThreadPool(2, new CamelThreadFactory("#name# ##counter#", "broker-confirmed", true));
        clock.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Connects now; a failure is logged, and tried again in the background. */
    @Override
    public void start() {
        connect();
    }

    @Override
    public int inFlight() {
        return inFlight.get();
    }

    @Override
    public void send(BrokerAddress address, OutgoingMessage outgoing, Consumer<Exception> whenEnded) {
        BrokerConnection current = line;
        if (current == null) {
            reconnect();
            whenEnded.accept(new NotConfirmedException(place + ": not connected"));
            return;
        }
        if (inFlight.incrementAndGet() > maxInFlight) {
            inFlight.decrementAndGet();
            whenEnded.accept(new NotConfirmedException(
                    place + ": " + maxInFlight + " messages are waiting for their confirmation"));
            return;
        }
        Send send = new Send(current, whenEnded);
        sends.add(send);
        try {
            current.send(address, outgoing, send);
        } catch (JMSException | RuntimeException e) {
            send.end(BrokerRefusal.of(place, e));
            if (e instanceof jakarta.jms.IllegalStateException) { // closed; other failures are about this message
                broken(current, e);
            }
        }
    }

    private void connect() {
        Connection connection = null;
        try {
            connection = connections.call().createConnection();
            BrokerConnection made = new BrokerConnection(connection, destinations);
            connection.setExceptionListener(e -> broken(made, e));
            connection.start();
            line = made;
            if (away.getAndSet(false)) {
                LOG.info("{}: connected again", place);
            }
            if (closed) {
                close();
            }
        } catch (Exception e) {
            if (!away.getAndSet(true)) {
                LOG.warn("{}: no connection, tried again every second: {}", place, e.getMessage());
            }
            discard(connection);
            if (!closed) {
                reconnect();
            }
        }
    }

    private void reconnect() {
        if (!closed && connecting.compareAndSet(false, true)) {
            try {
                clock.schedule(
                        () -> {
                            connecting.set(false);
                            if (line == null && !closed) {
                                connect();
                            }
                        },
                        1,
                        TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("{}: closed while connecting", place);
            }
        }
    }

    private void broken(BrokerConnection old, Exception cause) {
        synchronized (this) {
            if (line != old) {
                return;
            }
            line = null;
        }
        if (!closed && !away.getAndSet(true)) {
            LOG.warn("{}: connection broken, tried again every second: {}", place, cause.getMessage());
        }
        for (Send send : sends) {
            if (send.line == old) {
                send.end(new NotConfirmedException(place + ": the connection broke before the confirmation", cause));
            }
        }
        reconnect();
        if (!closed) {
            ended.execute(() -> discard(old.connection()));
        }
    }

    private void discard(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                LOG.debug("{}: a broken connection did not close: {}", place, e.toString());
            }
        }
    }

    /**
     * Ends what has waited too long. Sends stand in their order in time, so the first that may still wait ends the
     * round.
     */
    private void sweep() {
        long now = System.nanoTime();
        Send silent = null;
        for (Send first = sends.peek(); first != null; first = sends.peek()) {
            if (!first.isOver()) {
                if (now - first.sentAt < confirmWithin.toNanos()) {
                    break;
                }
                silent = first;
                first.end(new NotConfirmedException(
                        place + ": no confirmation within " + confirmWithin.toMillis() + " ms"));
            }
            sends.poll();
        }
        if (silent != null && now - lastAnswer > confirmWithin.toNanos()) {
            broken(
                    silent.line,
                    new NotConfirmedException("nothing was answered for " + confirmWithin.toMillis() + " ms"));
        }
    }

    @Override
    public void close() {
        closed = true;
        BrokerConnection last = line;
        line = null;
        clock.shutdownNow();
        if (last != null) {
            discard(last.connection());
        }
        sends.forEach(send -> send.end(new NotConfirmedException(place + ": closed before the confirmation")));
        ended.shutdown();
    }

    /** One message in flight, with the listener that waits for its end; an ended one holds nothing. */
    private final class Send extends AtomicReference<Consumer<Exception>> implements CompletionListener {

        private static final long serialVersionUID = 1L;
        private final transient BrokerConnection line;
        private final long sentAt = System.nanoTime();

        Send(BrokerConnection line, Consumer<Exception> whenEnded) {
            super(whenEnded);
            this.line = line;
        }

        boolean isOver() {
            return get() == null;
        }

        @Override
        public void onCompletion(Message message) {
            lastAnswer = System.nanoTime();
            end(
                    trusted.getAsBoolean()
                            ? null
                            : new NotConfirmedException(
                                    place + ": stopped before it could be trusted to have the message"));
        }

        @Override
        public void onException(Message message, Exception exception) {
            lastAnswer = System.nanoTime();
            end(BrokerRefusal.isDuplicate(exception) ? null : BrokerRefusal.of(place, exception));
        }

        void end(Exception failure) {
            Consumer<Exception> whenEnded = getAndSet(null);
            if (whenEnded == null) {
                return;
            }
            inFlight.decrementAndGet();
            try {
                // what follows may block, and the client's thread serves every other confirmation
                ended.execute(() -> whenEnded.accept(failure));
            } catch (RejectedExecutionException e) {
                whenEnded.accept(failure);
            }
        }
    }
}
