package io.vmnhub.northbound.store;

import jakarta.jms.ConnectionFactory;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.impl.ActiveMQServerImpl;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker behind store mode and the queues of the hub: an Artemis inside this process, or one elsewhere.
 *
 * <p>The embedded one is started when something first asks for a connection, so that a hub without queues has none. What it confirms is on
 * the disk: its journal is written with data sync, thousands of messages in one write. A queue keeps {@value #IN_MEMORY} octets in memory, the rest in
 * pages on the disk up to the quota; beyond it senders are refused, and so they are when the disk is nearly full. Safe to share between threads.
 */
public final class Broker implements AutoCloseable {

    static final String HUB_USER = "vmn-hub";
    private static final Logger LOG = LoggerFactory.getLogger(Broker.class);
    private static final long IN_MEMORY = 16 * 1024 * 1024;
    private static final long IN_MEMORY_MESSAGES = 10_000;
    private static final int PAGE = 1024 * 1024;
    /** How long the journal waits after a write before the next one, if the disk was faster: messages that come meanwhile share it. */
    private static final int JOURNAL_PAUSE_NANOS = 500_000;
    /** Files that are kept for use again; with more a journal that was large once would never shrink. */
    private static final int JOURNAL_POOL = 5;
    private static final int IN_FLIGHT_OCTETS = 16 * 1024 * 1024;

    private final BrokerSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final int inVmId = random.nextInt(Integer.MAX_VALUE); // Artemis keeps in-VM acceptors in one table per process
    private final String hubPassword = Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong());
    private volatile ActiveMQServer server;
    private volatile DiskUse diskUse;
    private volatile boolean diskFailed;
    private boolean closed;

    public Broker(BrokerSettings settings) {
        this.settings = settings;
    }

    /** Starts the embedded broker, if it is that and not running yet. */
    public synchronized void start() throws Exception {
        if (closed) {
            throw new IllegalStateException("the broker is closed");
        }
        if (!settings.embedded() || server != null) {
            return;
        }
        Map<String, String> users = settings.listener().map(BrokerSettings.Listener::users).orElse(Map.of());
        ActiveMQServer starting = new ActiveMQServerImpl(configuration(), new BrokerAccess(HUB_USER, hubPassword, users));
        starting.registerIOCriticalErrorListener((cause, message, file) -> diskFailed = true);
        starting.start();
        if (!starting.waitForActivation(30, TimeUnit.SECONDS)) {
            starting.stop();
            throw new IllegalStateException("the broker in " + settings.data() + " does not come up; is another hub using the folder?");
        }
        server = starting;
        diskUse = new DiskUse(settings.data(), settings.limits().maxDisk());
        LOG.info("Broker open in {}{}", settings.data(), settings.listener().map(at -> ", listens at " + at.address() + ":" + at.port()
                + (at.keyStore().isPresent() ? " with TLS" : "")).orElse(""));
    }

    /** Whether the embedded broker runs; always false for one elsewhere. */
    public synchronized boolean isRunning() {
        return server != null && server.isStarted();
    }

    /** Whether messages may be in it: when it runs, when there is a journal of it, and always when it is elsewhere. */
    boolean mayHoldMessages() {
        return !settings.embedded() || server() != null || Files.isDirectory(settings.data().resolve("journal"));
    }

    /** In words what is wrong with the embedded broker; empty when nothing is, or when nobody has needed it yet. */
    public Optional<String> problem() {
        ActiveMQServer running = server();
        if (running == null) {
            return Optional.empty();
        }
        if (!running.isStarted()) {
            return Optional.of("the broker has stopped after a failure of its disk; look at " + settings.data() + " and start the hub again");
        }
        return noRoom().map(why -> why + ", nothing more is taken");
    }

    /** Why the embedded broker may not take more; empty when it may. */
    Optional<String> noRoom() {
        DiskUse use = diskUse;
        if (use != null && use.isOver()) {
            return Optional.of("the broker's folder holds as much as it may");
        }
        return isDiskFull() ? Optional.of("the disk is nearly full") : Optional.empty();
    }

    /** Whether the embedded broker's disk is too full to take more. */
    boolean isDiskFull() {
        ActiveMQServer running = server();
        return running != null && running.getPagingManager() != null && running.getPagingManager().isDiskFull();
    }

    /**
     * Whether a confirmation of this moment counts. An Artemis whose disk has failed confirms on its way down also what it could not write.
     */
    boolean isTrusted() {
        ActiveMQServer running = server;
        return running == null || !diskFailed && running.isStarted();
    }

    private synchronized ActiveMQServer server() {
        return server;
    }

    /** Connections for the hub itself, whose asynchronous sends are confirmed one by one; the broker is started when it is embedded. */
    ConnectionFactory connections() throws Exception {
        start();
        String url = settings.embedded() ? "vm://" + inVmId : settings.url();
        String options = "confirmationWindowSize=" + IN_FLIGHT_OCTETS + "&producerWindowSize=-1&callTimeout=5000&callFailoverTimeout=5000";
        ActiveMQJMSConnectionFactory factory = new ActiveMQJMSConnectionFactory(url + (url.contains("?") ? "&" : "?") + options);
        if (settings.embedded()) {
            factory.setUser(HUB_USER).setPassword(hubPassword);
        } else if (!settings.username().isEmpty()) {
            factory.setUser(settings.username()).setPassword(settings.password());
        }
        return factory;
    }

    /** What the log calls it. */
    String place() {
        return settings.embedded() ? "embedded broker" : "broker " + settings.url().split("\\?", 2)[0];
    }

    private Configuration configuration() throws Exception {
        Configuration configuration = new ConfigurationImpl().setName("vmn-hub").setPersistenceEnabled(true).setSecurityEnabled(true)
                .setJMXManagementEnabled(false).setJournalType(JournalType.NIO).setJournalDatasync(true)
                .setJournalBufferTimeout_NIO(JOURNAL_PAUSE_NANOS)
                .setJournalDirectory(settings.data().resolve("journal").toString())
                .setBindingsDirectory(settings.data().resolve("bindings").toString())
                .setPagingDirectory(settings.data().resolve("paging").toString())
                .setLargeMessagesDirectory(settings.data().resolve("large").toString())
                .setJournalPoolFiles(JOURNAL_POOL)
                .setMinDiskFree(settings.limits().minDiskFree()).setMaxDiskUsage(-1).setDiskScanPeriod(1_000)
                .setGracefulShutdownEnabled(false).setMessageCounterEnabled(false).setCriticalAnalyzer(false);
        configuration.addAcceptorConfiguration(new TransportConfiguration(InVMAcceptorFactory.class.getName(),
                Map.of("serverId", inVmId), "in-vm"));
        settings.listener().ifPresent(listener -> configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), acceptor(listener), "enterprises")));
        configuration.addAddressSetting("#", addressSettings(settings.limits().quota()));
        settings.limits().quotas().forEach((application, quota) -> {
            for (String own : Queues.filledBy(application)) {
                configuration.addAddressSetting(own, addressSettings(quota));
            }
        });
        return configuration;
    }

    private static AddressSettings addressSettings(long quota) {
        long inMemory = Math.min(IN_MEMORY_MESSAGES, Math.max(1, quota / 2));
        return new AddressSettings().setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(IN_MEMORY).setMaxSizeMessages(inMemory).setPageSizeBytes(PAGE)
                .setPageLimitMessages(quota - inMemory).setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                .setMaxDeliveryAttempts(-1).setExpiryAddress(SimpleString.of("expired"))
                .setDeadLetterAddress(SimpleString.of("undelivered")) // nothing goes there: attempts are not limited
                .setAutoCreateAddresses(true).setAutoCreateQueues(true).setAutoDeleteQueues(false).setAutoDeleteAddresses(false);
    }

    private static Map<String, Object> acceptor(BrokerSettings.Listener listener) {
        Map<String, Object> parameters = new HashMap<>(Map.of("host", listener.address(), "port", listener.port(),
                "protocols", "CORE,AMQP,STOMP,MQTT", "useEpoll", false, "useKQueue", false));
        listener.keyStore().ifPresent(file -> {
            parameters.put("sslEnabled", true);
            parameters.put("keyStorePath", file.toString());
            parameters.put("keyStoreType", "PKCS12");
            parameters.put("keyStorePassword", listener.keyStorePassword());
        });
        return parameters;
    }

    /** Stops the embedded broker; what it has confirmed stays on the disk. */
    @Override
    public synchronized void close() {
        closed = true;
        if (diskUse != null) {
            diskUse.close();
        }
        if (server == null) {
            return;
        }
        try {
            server.stop();
        } catch (Exception e) {
            LOG.warn("The broker did not stop in order: {}", e.toString());
        }
    }
}
