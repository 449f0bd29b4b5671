package io.vmnhub.northbound.store;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;

/** Looks at the dead letters of applications and brings them back. Every method blocks until the broker has answered. */
public final class DeadLetters {

    private static final long NOTHING_MORE_MILLIS = 300;

    private final Store store;

    DeadLetters(Store store) {
        this.store = store;
    }

    /** The oldest dead letters of {@code application}, at most {@code most}; they stay where they are. */
    public List<DeadLetter> list(String application, int most) throws Exception {
        store.start();
        try (Connection connection = store.connections().createConnection();
             Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
             QueueBrowser browser = session.createBrowser(session.createQueue(Queues.dead(application)))) {
            connection.start();
            List<DeadLetter> letters = new ArrayList<>();
            Enumeration<?> messages = browser.getEnumeration();
            while (letters.size() < most && messages.hasMoreElements()) {
                Message message = (Message) messages.nextElement();
                StoredMessage stored = StoredMessage.of(message);
                letters.add(new DeadLetter(stored.id(), message.getStringProperty("vmnhub_reason"), message.getIntProperty("vmnhub_attempts"),
                        stored.storedAt(), Instant.ofEpochMilli(message.getLongProperty("vmnhub_diedAt"))));
            }
            return letters;
        }
    }

    /**
     * Puts the oldest dead letters back into the application's queue, where their age begins anew.
     *
     * @return how many, at most {@code most}
     */
    public int replay(String application, int most) throws Exception {
        return take(application, most, true);
    }

    /** Throws the oldest dead letters away for good. @return how many, at most {@code most} */
    public int discard(String application, int most) throws Exception {
        return take(application, most, false);
    }

    private int take(String application, int most, boolean replay) throws Exception {
        store.start();
        try (Connection connection = store.connections().createConnection();
             Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
             MessageConsumer dead = session.createConsumer(session.createQueue(Queues.dead(application)));
             MessageProducer living = session.createProducer(session.createQueue(Queues.stored(application)))) {
            connection.start();
            long begun = System.currentTimeMillis();
            int taken = 0;
            for (Message message = next(dead, taken, most); message != null; message = next(dead, taken, most)) {
                if (message.getLongProperty("vmnhub_diedAt") > begun) {
                    session.rollback(); // one that came back while this was under way
                    break;
                }
                if (replay) {
                    StoredMessage stored = StoredMessage.of(message);
                    living.send(new StoredMessage(stored.form(), stored.body(), stored.headers(), Instant.now()).message(session, Map.of()));
                }
                session.commit(); // one by one: a queue at its quota refuses the rest and keeps what went before
                taken++;
            }
            return taken;
        }
    }

    private static Message next(MessageConsumer dead, int taken, int most) throws JMSException {
        return taken < most ? dead.receive(NOTHING_MORE_MILLIS) : null;
    }
}
