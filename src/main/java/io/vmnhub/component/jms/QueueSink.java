// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.jms;

import io.vmnhub.broker.Broker;
import io.vmnhub.broker.BrokerAddress;
import io.vmnhub.broker.Destinations;
import io.vmnhub.broker.IdentityMessageIds;
import io.vmnhub.broker.JmsSender;
import io.vmnhub.broker.QueueSender;
import io.vmnhub.broker.Queues;
import io.vmnhub.broker.TransactedSender;
import io.vmnhub.exchange.NoRoomException;
import io.vmnhub.exchange.ShortMessageModule;
import io.vmnhub.exchange.SmsConstants;
import jakarta.jms.ConnectionFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.TimeUtils;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Puts the message into a queue or topic where an enterprise reads it: the processor of {@code kamelet:jms-sink} and
 * {@code kamelet:amqp-sink}.
 *
 * <p>Confirmed is what the broker has confirmed; brokers do that when a persistent message is on their disk. No thread
 * of a route waits: sends are JMS 2's asynchronous ones, or transactions of threads of their own. A
 * {@link io.vmnhub.sms.ShortMessage} is sent in the form of {@link QueueMessage}; the exchange is never changed.
 */
public final class QueueSink extends AsyncProcessorSupport implements CamelContextAware {

    private static final long ANSWER_MILLIS = 5_000; // for what a client waits for: connecting, a transaction's commit

    private final IdentityMessageIds ids = new IdentityMessageIds();
    private CamelContext camelContext;
    private String url = "";
    private String protocol = "core";
    private String username = "";
    private String password = "";
    private String destination = "";
    private boolean topic;
    private QueueMessage.Form form = QueueMessage.Form.JSON;
    private int priority = 4;
    private Duration expireAfter = Duration.ZERO;
    private boolean groupBySender;
    private Duration confirmWithin = Duration.ofSeconds(5);
    private int maxInFlight = 5_000;
    private Broker broker; // the hub's own; null when url names another
    private boolean transacted;
    private int batchSize = 100;
    private QueueSender sender;
    private QueueMessage.Maker maker;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            Optional<String> noRoom = broker == null ? Optional.empty() : broker.noRoom();
            if (noRoom.isPresent()) {
                throw new NoRoomException(
                        "embedded broker: " + noRoom.get(),
                        null,
                        () -> broker.noRoom().isEmpty());
            }
            String application = exchange.getMessage().getHeader(SmsConstants.APPLICATION, String.class);
            String name = destination.isEmpty() ? Queues.forEnterprise(application, topic) : destination;
            sender.send(new BrokerAddress(name, topic), maker.message(exchange), failure -> {
                if (failure != null) {
                    exchange.setException(
                            broker == null || broker.hasRoom(name)
                                    ? failure
                                    : new NoRoomException(failure.getMessage(), failure, () -> broker.hasRoom(name)));
                }
                callback.done(false);
            });
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    @Override
    protected void doStart() throws Exception {
        broker = url.isEmpty() ? CamelContextHelper.mandatoryFindSingleByType(camelContext, Broker.class) : null;
        maker = new QueueMessage.Maker(
                form, priority, expireAfter, groupBySender, ShortMessageModule.objectMapper(), ids);
        Destinations destinations = broker == null ? Destinations.ELSEWHERE : Destinations.of(broker);
        if (broker != null && !destination.isEmpty()) {
            broker.make(new BrokerAddress(destination, topic));
        }
        String place = broker != null ? broker.place() : "broker " + url.split("\\?", 2)[0];
        sender = transacted
                ? new TransactedSender(place, this::connections, maxInFlight, confirmWithin, batchSize, destinations)
                : new JmsSender(
                        place,
                        this::connections,
                        maxInFlight,
                        confirmWithin,
                        broker != null ? broker::isTrusted : () -> true,
                        destinations);
        sender.start();
    }

    private ConnectionFactory connections() throws Exception {
        ConnectionFactory factory = factory();
        if (transacted && factory instanceof ActiveMQConnectionFactory artemis) {
            artemis.setBlockOnDurableSend(false); // the commit waits for all of them
        }
        return factory;
    }

    private ConnectionFactory factory() throws Exception {
        if (broker != null) {
            return broker.connections();
        }
        if (protocol.equals("amqp")) {
            JmsConnectionFactory factory = username.isEmpty()
                    ? new JmsConnectionFactory(url)
                    : new JmsConnectionFactory(username, password, url);
            factory.setMessageIDPolicy(ids);
            factory.setRequestTimeout(ANSWER_MILLIS);
            factory.setSendTimeout(ANSWER_MILLIS);
            return factory;
        }
        ActiveMQJMSConnectionFactory factory = new ActiveMQJMSConnectionFactory(url + (url.contains("?") ? "&" : "?")
                + "confirmationWindowSize=16777216&producerWindowSize=-1&callTimeout=" + ANSWER_MILLIS
                + "&callFailoverTimeout=" + ANSWER_MILLIS);
        return username.isEmpty() ? factory : factory.setUser(username).setPassword(password);
    }

    @Override
    protected void doStop() {
        if (sender != null) {
            sender.close();
        }
    }

    /** The broker; empty for the hub's own. With {@code protocol} core an Artemis URL, with amqp one of Qpid JMS. */
    public void setUrl(String url) {
        this.url = url == null ? "" : url.trim();
    }

    /** core (Artemis) or amqp (AMQP 1.0); default core. */
    public void setProtocol(String protocol) {
        this.protocol = protocol;
    }

    /** For the broker at {@code url}; empty for none. */
    public void setUsername(String username) {
        this.username = username == null ? "" : username.trim();
    }

    /** For the broker at {@code url}; never logged. */
    public void setPassword(String password) {
        this.password = password == null ? "" : password;
    }

    /** The queue's or topic's name; by default {@code sms.<application>}, for a topic {@code events.<application>}. */
    public void setDestination(String destination) {
        this.destination = destination == null ? "" : destination.trim();
    }

    /** Whether the destination is a topic; default false. */
    public void setTopic(boolean topic) {
        this.topic = topic;
    }

    /** json, text or bytes; default json. */
    public void setFormat(String format) {
        this.form = QueueMessage.Form.valueOf(format.toUpperCase(Locale.ROOT));
    }

    /** The JMS priority, 0 to 9; default 4. */
    public void setPriority(int priority) {
        if (priority < 0 || priority > 9) {
            throw new IllegalArgumentException("queue sink: priority " + priority + " is not within 0..9");
        }
        this.priority = priority;
    }

    /**
     * After this time the broker forgets a message that nobody has read, as {@code 24h}; empty for never, the default.
     */
    public void setExpireAfter(String expireAfter) {
        this.expireAfter = expireAfter == null || expireAfter.isBlank()
                ? Duration.ZERO
                : Duration.ofMillis(TimeUtils.toMilliSeconds(expireAfter));
    }

    /** Whether messages of one sender go to one consumer in their order, as a JMS message group; default false. */
    public void setGroupBySender(boolean groupBySender) {
        this.groupBySender = groupBySender;
    }

    /** How long the broker's confirmation may take, as {@code 5s}; the default. */
    public void setConfirmWithin(String confirmWithin) {
        this.confirmWithin = Duration.ofMillis(TimeUtils.toMilliSeconds(confirmWithin));
    }

    /** Messages without their confirmation at a time; default 5,000. */
    public void setMaxInFlight(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** Whether messages are sent in transactions, whose commit confirms; default false. */
    public void setTransacted(boolean transacted) {
        this.transacted = transacted;
    }

    /** Messages in one transaction at most; default 100. */
    public void setBatchSize(int batchSize) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("queue sink: a batch of " + batchSize + " is of no use");
        }
        this.batchSize = batchSize;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
