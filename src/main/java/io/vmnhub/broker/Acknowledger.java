// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.vmnhub.batch.BatchWriter;
import io.vmnhub.batch.GroupCommit;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.List;
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
    private static final long CLOSE_MILLIS = 6_000;

    private record Done(Message message, Consumer<Exception> whenNoted) {}

    private final GroupCommit<Done> commits;

    /** @param whenBroken called once, after a failure */
    Acknowledger(Session session, String name, Runnable whenBroken) {
        commits = new GroupCommit<>(
                new GroupCommit.Limits(MOST_WAITING, MOST_AT_ONCE, CLOSE_MILLIS),
                (done, failure) -> done.whenNoted().accept(failure),
                () -> new JMSException("the connection to the broker was closed"));
        commits.start(name, new Transactions(((ActiveMQSession) session).getCoreSession(), whenBroken));
    }

    /**
     * {@code whenNoted} gets null when the broker has it on its disk, else the failure; on the acknowledger's thread or
     * on this one.
     */
    void acknowledge(Message message, Consumer<Exception> whenNoted) {
        if (!commits.offer(new Done(message, whenNoted))) {
            whenNoted.accept(new JMSException("the connection to the broker is closed"));
        }
    }

    private record Transactions(ClientSession session, Runnable whenBroken) implements BatchWriter<Done> {

        @Override
        public void commit(List<Done> batch) throws ActiveMQException {
            for (Done done : batch) {
                ((ActiveMQMessage) done.message()).getCoreMessage().individualAcknowledge();
            }
            session.commit(true);
        }

        @Override
        public AfterFailure failed(List<Done> batch, Exception failure) {
            whenBroken.run();
            return AfterFailure.STOP;
        }
    }

    /** Acknowledges what has gathered, and ends. */
    @Override
    public void close() {
        commits.close();
    }
}
