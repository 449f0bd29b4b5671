// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import io.vmnhub.exchange.NotConfirmedException;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends in the broker's local transactions: a few threads, each with a connection of its own, take what has gathered in
 * a bounded queue, send it and commit. Readers see all of a transaction or nothing; the commit confirms. The more is in
 * flight, the more shares a commit.
 *
 * <p>A transaction that the broker refuses is taken apart, so that one message that cannot be sent harms no other. What
 * has failed because the connection broke during the commit may have arrived. Safe to share between threads.
 */
public final class TransactedSender implements QueueSender {

    private static final Logger LOG = LoggerFactory.getLogger(TransactedSender.class);
    private static final int THREADS = 2;
    private static final long PAUSE = Duration.ofSeconds(1).toNanos();
    private static final long CLOSE_MILLIS = 5_000;

    /** @param deadline by {@link System#nanoTime()}: not sent any more after it */
    private record Waiting(
            BrokerAddress address, OutgoingMessage outgoing, Consumer<Exception> whenEnded, long deadline) {}

    private final String place;
    private final Callable<ConnectionFactory> connections;
    private final Duration confirmWithin;
    private final Destinations destinations;
    private final GroupCommit<Waiting> transactions;
    private final ExecutorService ended =
            Executors.newFixedThreadPool(2, new CamelThreadFactory("#name# ##counter#", "queue-committed", true));

    public TransactedSender(
            String place,
            Callable<ConnectionFactory> connections,
            int maxInFlight,
            Duration confirmWithin,
            int batchSize,
            Destinations destinations) {
        this.destinations = destinations;
        this.place = place;
        this.connections = connections;
        this.confirmWithin = confirmWithin;
        transactions = new GroupCommit<>(
                new GroupCommit.Limits(maxInFlight, batchSize, CLOSE_MILLIS),
                this::end,
                () -> new NotConfirmedException(place + ": closed before the commit"));
    }

    @Override
    public void start() {
        for (int i = 0; i < THREADS; i++) {
            transactions.start("queue-transactions-" + i, new ProducerSession());
        }
    }

    @Override
    public void send(BrokerAddress address, OutgoingMessage outgoing, Consumer<Exception> whenEnded) {
        if (!transactions.offer(
                new Waiting(address, outgoing, whenEnded, System.nanoTime() + confirmWithin.toNanos()))) {
            whenEnded.accept(new NotConfirmedException(place
                    + (transactions.isOpen() ? ": as many messages as may are waiting for their commit" : ": closed")));
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
    private final class ProducerSession implements BatchWriter<Waiting> {

        private Connection connection;
        private Session session;
        private MessageProducer producer;
        private volatile boolean broken;
        private long failedAt = System.nanoTime() - PAUSE;
        private boolean away;

        @Override
        public void open() {
            connect();
        }

        @Override
        public Exception late(Waiting waiting, Exception last) {
            return waiting.deadline() - System.nanoTime() < 0
                    ? new NotConfirmedException(place + ": no commit within " + confirmWithin.toMillis() + " ms")
                    : null;
        }

        @Override
        public void commit(List<Waiting> batch) throws Exception {
            if (!connect()) {
                throw new NotConfirmedException(place + ": not connected");
            }
            try {
                for (Waiting waiting : batch) {
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
            } catch (JMSException | RuntimeException e) {
                throw rolledBack(batch, e);
            }
        }

        /** What a refused transaction means, once nothing is left of it. */
        private Exception rolledBack(List<Waiting> batch, Exception failure) {
            try {
                session.rollback();
            } catch (JMSException | RuntimeException e) {
                broken = true;
            }
            return batch.size() == 1 && BrokerRefusal.isDuplicate(failure)
                    ? new IsThereException()
                    : BrokerRefusal.of(place, failure);
        }

        @Override
        public AfterFailure failed(List<Waiting> batch, Exception failure) {
            if (failure instanceof IsThereException) {
                return AfterFailure.COMMITTED;
            }
            return connection == null || broken ? AfterFailure.FAILED : AfterFailure.TAKE_APART;
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

        @Override
        public void close() {
            discard();
        }
    }

    /** The broker has the message from before. */
    private static final class IsThereException extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** Sends what is queued and ends. */
    @Override
    public void close() {
        transactions.close();
        ended.shutdown();
    }
}
