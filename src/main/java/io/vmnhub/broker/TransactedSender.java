// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.broker.JmsSender.Address;
import io.vmnhub.broker.JmsSender.OutgoingMessage;
import io.vmnhub.exchange.NotConfirmedException;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends in the broker's local transactions: a few threads, each with a connection of its own, take what has gathered in
 * a bounded queue, send it and commit. Readers see all of a transaction or nothing; the commit confirms. The more is in
 * flight, the more shares a commit.
 *
 * <p>A transaction that the broker refuses is taken apart, and its messages are sent one by one, so that one that
 * cannot be sent harms no other. What has failed because the connection broke during the commit may have arrived. Safe
 * to share between threads.
 */
public final class TransactedSender implements QueueSender {

    private static final Logger LOG = LoggerFactory.getLogger(TransactedSender.class);
    private static final int THREADS = 2;
    private static final long POLL_MILLIS = 200;
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long CLOSE_MILLIS = 5_000;

    /** @param deadline by {@link System#nanoTime()}: not sent any more after it */
    private record Waiting(Address address, OutgoingMessage outgoing, Consumer<Exception> whenEnded, long deadline) {}

    private final String place;
    private final Callable<ConnectionFactory> connections;
    private final Duration confirmWithin;
    private final int batchSize;
    private final JmsSender.Destinations destinations;
    private final BlockingQueue<Waiting> queue;
    private final List<Thread> threads = new ArrayList<>();
    private final ExecutorService ended =
            Executors.newFixedThreadPool(2, new CamelThreadFactory("#name# ##counter#", "queue-committed", true));
    private volatile boolean open = true;

    public TransactedSender(
            String place,
            Callable<ConnectionFactory> connections,
            int maxInFlight,
            Duration confirmWithin,
            int batchSize,
            JmsSender.Destinations destinations) {
        this.destinations = destinations;
        this.place = place;
        this.connections = connections;
        this.confirmWithin = confirmWithin;
        this.batchSize = batchSize;
        queue = new ArrayBlockingQueue<>(maxInFlight);
    }

    @Override
    public void start() {
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(new ProducerSession()::work, "queue-transactions-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    @Override
    public void send(Address address, OutgoingMessage outgoing, Consumer<Exception> whenEnded) {
        Waiting waiting = new Waiting(address, outgoing, whenEnded, System.nanoTime() + confirmWithin.toNanos());
        if (!open || !queue.offer(waiting)) {
            whenEnded.accept(new NotConfirmedException(
                    place + (open ? ": as many messages as may are waiting for their commit" : ": closed")));
        } else if (!open) {
            endAll();
        }
    }

    private void end(Waiting waiting, Exception failure) {
        try {
            ended.execute(() ->
                    waiting.whenEnded().accept(failure)); // what follows may block, and the next transaction is waiting
        } catch (RejectedExecutionException e) {
            waiting.whenEnded().accept(failure);
        }
    }

    /** One thread's connection, session and transactions. */
    private final class ProducerSession {

        private Connection connection;
        private Session session;
        private MessageProducer producer;
        private volatile boolean broken;
        private long failedAt = System.nanoTime() - PAUSE;
        private boolean away;

        void work() {
            try {
                connect();
                while (open || !queue.isEmpty()) {
                    Waiting first = queue.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    if (first != null) {
                        List<Waiting> batch = new ArrayList<>(List.of(first));
                        queue.drainTo(batch, batchSize - 1);
                        send(batch);
                    }
                }
            } catch (InterruptedException e) {
                LOG.debug("{}: interrupted by its end", place);
            } finally {
                discard();
            }
        }

        private void send(List<Waiting> batch) {
            long now = System.nanoTime();
            List<Waiting> inTime = new ArrayList<>(batch);
            inTime.removeIf(waiting -> waiting.deadline() - now < 0);
            batch.stream()
                    .filter(waiting -> waiting.deadline() - now < 0)
                    .forEach(late -> end(
                            late,
                            new NotConfirmedException(
                                    place + ": no commit within " + confirmWithin.toMillis() + " ms")));
            if (inTime.isEmpty()) {
                return;
            }
            if (!connect()) {
                inTime.forEach(waiting -> end(waiting, new NotConfirmedException(place + ": not connected")));
                return;
            }
            try {
                for (Waiting waiting : inTime) {
                    destinations.make(waiting.address());
                    Message message = waiting.outgoing().message(session);
                    producer.setDisableMessageID(IdentityMessageIds.isSet(message));
                    producer.send(
                            waiting.address().in(session),
                            message,
                            DeliveryMode.PERSISTENT,
                            waiting.outgoing().priority(),
                            waiting.outgoing().timeToLive());
                }
                session.commit();
                inTime.forEach(waiting -> end(waiting, null));
            } catch (JMSException | RuntimeException e) {
                failed(inTime, e);
            }
        }

        private void failed(List<Waiting> batch, Exception failure) {
            boolean there = BrokerRefusal.isDuplicate(failure);
            try {
                session.rollback();
            } catch (JMSException | RuntimeException e) {
                broken = true;
            }
            if (!broken && batch.size() > 1) {
                batch.forEach(waiting -> send(List.of(waiting)));
                return;
            }
            Exception answer = there && batch.size() == 1 ? null : BrokerRefusal.of(place, failure);
            batch.forEach(waiting -> end(waiting, answer));
        }

        /** @return whether there is a connection; after a failure not tried again before a second is over */
        private boolean connect() {
            if (connection != null && !broken) {
                return true;
            }
            discard();
            if (System.nanoTime() - failedAt < PAUSE) {
                return false;
            }
            try {
                connection = connections.call().createConnection();
                connection.setExceptionListener(e -> broken = true);
                session = connection.createSession(true, Session.SESSION_TRANSACTED);
                producer = session.createProducer(null);
                broken = false;
                if (away) {
                    LOG.info("{}: connected again", place);
                }
                away = false;
                return true;
            } catch (Exception e) {
                if (!away) {
                    LOG.warn("{}: no connection, tried again every second: {}", place, e.getMessage());
                }
                away = true;
                failedAt = System.nanoTime();
                discard();
                return false;
            }
        }

        private void discard() {
            if (connection != null) {
                try {
                    connection.close();
                } catch (JMSException e) {
                    LOG.debug("{}: a connection did not close: {}", place, e.toString());
                }
                connection = null;
            }
        }
    }

    private void endAll() {
        for (Waiting left = queue.poll(); left != null; left = queue.poll()) {
            end(left, new NotConfirmedException(place + ": closed before the commit"));
        }
    }

    /** Sends what is queued and ends. */
    @Override
    public void close() {
        open = false;
        for (Thread thread : threads) {
            try {
                thread.join(CLOSE_MILLIS);
                thread.interrupt();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        endAll();
        ended.shutdown();
    }
}
