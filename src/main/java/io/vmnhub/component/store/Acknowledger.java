// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;

/**
 * Tells the broker which messages need not come again: a thread of its own takes what has gathered and acknowledges it
 * in one transaction, whose commit returns when it is on the disk. So it is known of each message when it cannot come
 * again, and thousands share a write.
 *
 * <p>JMS has no such mode: it acknowledges one message, or all that a session has received. Artemis' own sessions have,
 * and are used for it. After a failure nothing more is acknowledged, and the broker brings again what has not been.
 */
final class Acknowledger implements AutoCloseable {

    /** More than are ever with the route. */
    private static final int MOST_WAITING = 200_000;

    private static final int MOST_AT_ONCE = 1_000;
    private static final long POLL_MILLIS = 200;
    private static final long CLOSE_MILLIS = 6_000;

    private record Done(Message message, Consumer<Exception> whenNoted) {}

    private final BlockingQueue<Done> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final ClientSession session;
    private final Runnable whenBroken;
    private final Thread thread;
    private volatile boolean open = true;

    /** @param whenBroken called once, after a failure */
    Acknowledger(Session session, String name, Runnable whenBroken) {
        this.session = ((ActiveMQSession) session).getCoreSession();
        this.whenBroken = whenBroken;
        thread = new Thread(this::work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * {@code whenNoted} gets null when the broker has it on its disk, else the failure; on the acknowledger's thread or
     * on this one.
     */
    void acknowledge(Message message, Consumer<Exception> whenNoted) {
        if (!open || !waiting.offer(new Done(message, whenNoted))) {
            whenNoted.accept(new JMSException("the connection to the broker is closed"));
        } else if (!open) {
            fail(new JMSException("the connection to the broker was closed"));
        }
    }

    private void work() {
        List<Done> batch = new ArrayList<>();
        try {
            while (open || !waiting.isEmpty()) {
                Done first = waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, MOST_AT_ONCE - 1);
                commit(batch);
                batch.forEach(done -> done.whenNoted().accept(null));
                batch.clear();
            }
        } catch (ActiveMQException | InterruptedException | RuntimeException e) {
            open = false;
            whenBroken.run();
            batch.forEach(done -> done.whenNoted().accept(e));
            fail(e);
        }
    }

    private void commit(List<Done> batch) throws ActiveMQException {
        for (Done done : batch) {
            ((ActiveMQMessage) done.message()).getCoreMessage().individualAcknowledge();
        }
        session.commit(true);
    }

    private void fail(Exception failure) {
        for (Done left = waiting.poll(); left != null; left = waiting.poll()) {
            left.whenNoted().accept(failure);
        }
    }

    /** Acknowledges what has gathered, and ends. */
    @Override
    public void close() {
        open = false;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
