// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.Queues;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at the dead letters of applications and brings them back. Every method blocks until the broker has answered. An
 * embedded broker that nobody has used is not started for it.
 */
public final class DeadLetters {

    private static final long NOTHING_MORE_MILLIS = 300;
    /** One that is wanted by its id is likely to be there: a broker that is busy gets time to say so. */
    private static final long NOT_THERE_MILLIS = 2_000;

    private final Store store;

    DeadLetters(Store store) {
        this.store = store;
    }

    /** The oldest dead letters of {@code application}, at most {@code most}; they stay where they are. */
    public List<DeadLetter> list(String application, int most) throws Exception {
        return browse(application, null, most).stream().map(Content::letter).toList();
    }

    /** One dead letter with its message; it stays where it is. */
    public Optional<Content> find(String application, String messageId) throws Exception {
        return browse(application, selector(messageId), 1).stream().findFirst();
    }

    /**
     * A dead letter and what it says.
     *
     * @param json whether {@code body} is the JSON form of a short message; otherwise it is a text, or octets in hex
     */
    public record Content(DeadLetter letter, boolean json, String body) {}

    private List<Content> browse(String application, String selector, int most) throws Exception {
        List<Content> letters = new ArrayList<>();
        if (!store.mayHaveDead(application)) {
            return letters;
        }
        store.start();
        try (Connection connection = store.connections().createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                QueueBrowser browser = session.createBrowser(session.createQueue(Queues.dead(application)), selector)) {
            connection.start();
            Enumeration<?> messages = browser.getEnumeration();
            while (letters.size() < most && messages.hasMoreElements()) {
                letters.add(content((Message) messages.nextElement()));
            }
            return letters;
        }
    }

    private Content content(Message message) throws JMSException {
        if (RefusedMessage.is(message)) {
            return RefusedMessage.content(message);
        }
        StoredMessage stored = StoredMessage.of(message);
        DeadLetter letter = new DeadLetter(
                stored.id(),
                comesFrom(message).isPresent() ? DeadLetter.Source.LONG_MESSAGES : DeadLetter.Source.STORE,
                message.getStringProperty("vmnhub_reason"),
                message.getIntProperty("vmnhub_attempts"),
                stored.storedAt(),
                Instant.ofEpochMilli(message.getLongProperty("vmnhub_diedAt")));
        return new Content(letter, stored.isShortMessage(), content(stored));
    }

    private String content(StoredMessage stored) throws JMSException {
        try {
            return stored.content(store.mapper());
        } catch (IOException e) {
            throw (JMSException) new JMSException(stored.id() + " cannot be read: " + e.getMessage()).initCause(e);
        }
    }

    /** The queue that it comes from, where that is not the one of store mode. */
    private static Optional<String> comesFrom(Message message) throws JMSException {
        return Optional.ofNullable(message.getStringProperty(StoredMessage.OWN + Store.COMES_FROM));
    }

    private static String selector(String messageId) {
        if (!messageId.matches("[A-Za-z0-9_.-]{1,64}")) {
            throw new IllegalArgumentException("'" + messageId + "' is not a message's id");
        }
        return "vmnhub_id = '" + messageId + "'";
    }

    /**
     * Puts the oldest dead letters back into the queue that they come from, where their age begins anew.
     *
     * @return how many, at most {@code most}
     */
    public int replay(String application, int most) throws Exception {
        return take(application, null, most, true);
    }

    /**
     * Puts one dead letter back.
     *
     * @return false when there is none of this id
     */
    public boolean replay(String application, String messageId) throws Exception {
        return take(application, selector(messageId), 1, true) > 0;
    }

    /**
     * Throws the oldest dead letters away for good.
     *
     * @return how many, at most {@code most}
     */
    public int discard(String application, int most) throws Exception {
        return take(application, null, most, false);
    }

    /**
     * Throws one dead letter away for good.
     *
     * @return false when there is none of this id
     */
    public boolean discard(String application, String messageId) throws Exception {
        return take(application, selector(messageId), 1, false) > 0;
    }

    private int take(String application, String selector, int most, boolean replay) throws Exception {
        if (!store.mayHaveDead(application)) {
            return 0;
        }
        store.start();
        store.makeQueues(application);
        try (Connection connection = store.connections().createConnection();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer dead = session.createConsumer(session.createQueue(Queues.dead(application)), selector);
                MessageProducer living = session.createProducer(null)) {
            connection.start();
            long begun = System.currentTimeMillis();
            int taken = 0;
            long patience = selector == null ? NOTHING_MORE_MILLIS : NOT_THERE_MILLIS;
            for (Message message = dead.receive(patience);
                    message != null;
                    message = taken < most ? dead.receive(patience) : null) {
                if (message.getLongProperty("vmnhub_diedAt") > begun) {
                    session.rollback(); // one that came back while this was under way
                    break;
                }
                if (replay && RefusedMessage.is(message)) {
                    living.send(
                            session.createQueue(RefusedMessage.place(message)), RefusedMessage.again(message, session));
                } else if (replay) {
                    StoredMessage stored = StoredMessage.of(message);
                    living.send(
                            session.createQueue(comesFrom(message).orElse(Queues.stored(application))),
                            stored.at(Instant.now()).message(Map.of()).message(session));
                }
                session.commit(); // one by one: a queue at its quota refuses the rest and keeps what went before
                if (replay && comesFrom(message).isPresent()) {
                    store.joinedIsReplayed(application);
                }
                taken++;
            }
            return taken;
        }
    }
}
