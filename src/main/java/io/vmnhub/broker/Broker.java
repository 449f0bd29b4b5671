// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vmnhub.tls.CertificateWatch;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker behind store mode and the queues of the hub: an Artemis inside this process, or one elsewhere.
 *
 * <p>The embedded one is started when something first asks for a connection, so that a hub without queues has none.
 * What it confirms is on the disk: its journal is written with data sync, thousands of messages in one write. A queue
 * keeps some messages in memory, the rest in pages on the disk up to the quota; beyond it senders are refused, and so
 * they are when the disk is nearly full. When the disk fails, as a full one does, nothing is confirmed any more, and
 * the broker is started anew when there is room again. Safe to share between threads.
 */
public final class Broker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final int IN_FLIGHT_OCTETS = 16 * 1024 * 1024;

    private final BrokerSettings settings;
    private final CertificateWatch certificates;
    private volatile Consumer<String> whenRefused = application -> {};
    private volatile EmbeddedBroker embedded;
    private DiskUse diskUse;
    private volatile BrokerReachability reachability;
    private boolean checked;
    private volatile String failure;
    private volatile boolean closed;

    /** One whose certificate is renewed without anybody seeing until when it is valid. */
    public Broker(BrokerSettings settings) {
        this(settings, new CertificateWatch(new CompositeMeterRegistry()));
    }

    /** @param certificates takes the certificate of the listener when it is renewed */
    public Broker(BrokerSettings settings, CertificateWatch certificates) {
        this.settings = settings;
        this.certificates = certificates;
    }

    /** Starts the embedded broker, if it is that and not running yet. */
    public synchronized void start() throws Exception {
        if (closed) {
            throw new IllegalStateException("the broker is closed");
        }
        if (!settings.embedded()) {
            if (!checked) {
                checked = true;
                new ForeignBrokerCheck(settings).start();
                reachability = new BrokerReachability(factory(), place());
            }
            return;
        }
        if (embedded != null) {
            return;
        }
        embedded = started();
        diskUse = new DiskUse(settings.data(), settings.limits().maxDisk(), this::poll);
    }

    private EmbeddedBroker started() throws Exception {
        EmbeddedBroker starting =
                new EmbeddedBroker(settings, certificates, application -> whenRefused.accept(application));
        starting.start();
        LOG.info(
                "Broker open in {}{}",
                settings.data(),
                settings.listener()
                        .map(at -> ", listens at " + at.address() + ":" + at.port() + " for " + at.protocols()
                                + (at.keyStore().isPresent() ? " with TLS" : ""))
                        .orElse(""));
        return starting;
    }

    /** Every second: starts the broker anew after a failure of its disk, as soon as there is room. */
    private void poll() {
        EmbeddedBroker running = embedded;
        if (running == null || closed) {
            return;
        }
        if (!running.hasFailed()) {
            running.tick();
        } else if (diskUse.hasFree(settings.limits().minDiskFreeToStart())) {
            restart(running);
        } else if (failure == null) {
            failure = "the broker has stopped because its disk failed or is full; it starts again when "
                    + settings.data() + " has room";
            LOG.error("Broker: {}", failure);
        }
    }

    private void restart(EmbeddedBroker failed) {
        LOG.warn("Broker: stopped after a disk failure; {} has room again, and the broker restarts", settings.data());
        failed.close();
        synchronized (this) {
            if (closed) {
                return;
            }
            try {
                embedded = started();
                failure = null;
            } catch (Exception e) {
                failure = "the broker cannot be started again, tried every second: " + e.getMessage();
                LOG.error("Broker: {}", failure);
            }
        }
    }

    /** @param listener gets the application of each message that a reader of the embedded broker refuses */
    public void whenRefused(Consumer<String> listener) {
        whenRefused = listener;
    }

    /** Whether the embedded broker runs; always false for one elsewhere. */
    public boolean isRunning() {
        EmbeddedBroker running = embedded;
        return running != null && running.isRunning();
    }

    /** Whether messages may be in it: when it runs, when there is a journal of it, and always when it is elsewhere. */
    public boolean mayHoldMessages() {
        return !settings.embedded()
                || embedded != null
                || Files.isDirectory(settings.data().resolve("journal"));
    }

    /** In words what is wrong with the broker; empty when nothing is, or when nobody has needed it yet. */
    public Optional<String> problem() {
        BrokerReachability elsewhere = reachability;
        if (elsewhere != null) {
            return elsewhere.problem();
        }
        EmbeddedBroker running = embedded;
        if (running == null) {
            return Optional.empty();
        }
        if (running.hasFailed()) {
            return Optional.of(failure == null ? "the broker has stopped after a failure of its disk" : failure);
        }
        return noRoom().map(why -> why + ", nothing more is taken");
    }

    /** Why the embedded broker may not take more; empty when it may. */
    public Optional<String> noRoom() {
        EmbeddedBroker running = embedded;
        if (running == null) {
            return Optional.empty();
        }
        if (diskUse.isOver()) {
            return Optional.of("the broker's folder holds as much as it may");
        }
        return running.isDiskFull() ? Optional.of("the disk is nearly full") : Optional.empty();
    }

    /** Whether a queue of the embedded broker has room for more; true when it does not run. */
    public boolean hasRoom(String queue) {
        EmbeddedBroker running = embedded;
        return running == null || noRoom().isEmpty() && !running.addresses().isNearlyFull(queue);
    }

    /**
     * Whether a confirmation of this moment counts. An Artemis whose disk has failed confirms on its way down also what
     * it could not write.
     */
    public boolean isTrusted() {
        EmbeddedBroker running = embedded;
        return running == null || running.isRunning();
    }

    /** Has the destination made, with its routing type, when the broker is the embedded one. */
    public void make(BrokerAddress address) throws Exception {
        if (settings.embedded()) {
            start();
            if (address.topic()) {
                embedded.addresses().topic(address.name());
            } else {
                embedded.addresses().queue(address.name());
            }
        }
    }

    /** Whether there is a queue of this name; unknown, and true, when the broker is elsewhere. */
    public boolean hasQueue(String name) throws Exception {
        if (!settings.embedded()) {
            return true;
        }
        start();
        return embedded.addresses().hasQueue(name);
    }

    /**
     * How many messages the queues of {@code application} hold, by their names; nothing when the broker does not run,
     * or is elsewhere.
     */
    public Map<String, Long> depths(String application) throws Exception {
        EmbeddedBroker running = embedded;
        return running == null || !running.isRunning()
                ? Map.of()
                : running.addresses().depths(application);
    }

    /**
     * For which applications there is a queue of joined long messages; none when the broker has never been used, or is
     * elsewhere.
     */
    public Set<String> applicationsWithJoined() throws Exception {
        if (!settings.embedded() || !mayHoldMessages()) {
            return Set.of();
        }
        start();
        return embedded.addresses().queues().stream()
                .map(Queues::joinedFor)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    /** Whether it runs inside this process. */
    public boolean isEmbedded() {
        return settings.embedded();
    }

    /**
     * Connections for the hub itself, whose asynchronous sends are confirmed one by one; the broker is started when it
     * is embedded.
     */
    public ConnectionFactory connections() throws Exception {
        start();
        return factory();
    }

    private ConnectionFactory factory() {
        EmbeddedBroker running = embedded;
        String url = settings.embedded() ? running.url() : settings.url();
        String options = "confirmationWindowSize=" + IN_FLIGHT_OCTETS
                + "&producerWindowSize=-1&callTimeout=5000&callFailoverTimeout=5000";
        ActiveMQJMSConnectionFactory factory =
                new ActiveMQJMSConnectionFactory(url + (url.contains("?") ? "&" : "?") + options);
        if (settings.embedded()) {
            factory.setUser(EmbeddedBroker.HUB_USER).setPassword(running.hubPassword());
        } else if (!settings.username().isEmpty()) {
            factory.setUser(settings.username()).setPassword(settings.password());
        }
        return factory;
    }

    /** A reader of one of the hub's queues, which must be there; the broker is started when it is embedded. */
    public QueueReader reader(String queue) throws Exception {
        start();
        return settings.embedded() ? new PostOfficeReader(embedded, queue) : new JmsQueueReader(connections(), queue);
    }

    /**
     * What the hub sends messages of octets by.
     *
     * @param jms the sender for a broker elsewhere, and for what an embedded one does not take otherwise
     */
    public AsynchronousSender sender(JmsSender jms, int maxInFlight, Duration confirmWithin) {
        return settings.embedded() ? new PostOfficeSender(this, jms, maxInFlight, confirmWithin) : jms;
    }

    /** The run of the embedded broker; null when it does not run. */
    public EmbeddedBroker embedded() {
        return embedded;
    }

    /** What the log calls it. */
    public String place() {
        return settings.embedded()
                ? "embedded broker"
                : "broker " + settings.url().split("\\?", 2)[0];
    }

    /** Stops the embedded broker; what it has confirmed stays on the disk. */
    @Override
    public void close() {
        EmbeddedBroker last;
        synchronized (this) {
            closed = true;
            last = embedded;
            if (diskUse != null) {
                diskUse.close();
            }
            if (reachability != null) {
                reachability.close();
            }
        }
        if (last != null) {
            last.close();
        }
    }
}
