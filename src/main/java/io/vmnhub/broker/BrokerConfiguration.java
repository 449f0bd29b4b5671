// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.broker;

import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.PageFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.ResourceLimitSettings;

/** How the embedded Artemis is set. */
final class BrokerConfiguration {

    /** The name of the acceptor for enterprises. */
    static final String ENTERPRISES = "enterprises";

    private static final long IN_MEMORY = 16 * 1024 * 1024;
    private static final long IN_MEMORY_MESSAGES = 10_000;
    private static final int PAGE = 1024 * 1024;
    /**
     * How long the journal waits after a write before the next one, if the disk was faster: messages that come
     * meanwhile share it.
     */
    private static final int JOURNAL_PAUSE_NANOS = 500_000;
    /** Files that are kept for use again; with more a journal that was large once would never shrink. */
    private static final int JOURNAL_POOL = 5;
    /** A session of Artemis has one consumer or more; AMQP's and STOMP's transactions have sessions too. */
    private static final int SESSIONS_PER_CONSUMER = 2;

    private static final int LEAST_THREADS = 8;
    private static final int THREADS_PER_CORE = 4;

    private final BrokerSettings settings;
    private final int inVmId;
    private final String clusterPassword;

    /**
     * @param inVmId of the acceptor for the hub itself
     * @param clusterPassword of Artemis' cluster user, who may do everything and has a known password otherwise
     */
    BrokerConfiguration(BrokerSettings settings, int inVmId, String clusterPassword) {
        this.settings = settings;
        this.inVmId = inVmId;
        this.clusterPassword = clusterPassword;
    }

    Configuration configuration() {
        int threads =
                Math.max(LEAST_THREADS, THREADS_PER_CORE * Runtime.getRuntime().availableProcessors());
        Configuration configuration = new ConfigurationImpl()
                .setName("vmn-hub")
                .setPersistenceEnabled(true)
                .setSecurityEnabled(true)
                .setJMXManagementEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalBufferTimeout_NIO(JOURNAL_PAUSE_NANOS)
                .setJournalDirectory(settings.data().resolve("journal").toString())
                .setBindingsDirectory(settings.data().resolve("bindings").toString())
                .setPagingDirectory(settings.data().resolve("paging").toString())
                .setLargeMessagesDirectory(settings.data().resolve("large").toString())
                .setJournalPoolFiles(JOURNAL_POOL)
                .setMinDiskFree(settings.limits().minDiskFree())
                .setMaxDiskUsage(-1)
                .setDiskScanPeriod(1_000)
                .setGracefulShutdownEnabled(false)
                .setMessageCounterEnabled(false)
                .setCriticalAnalyzer(false)
                .setThreadPoolMaxSize(threads)
                .setScheduledThreadPoolMaxSize(2)
                .setAuthenticationCacheSize(0); // each sign-in is to be seen, since it is counted
        configuration.setMqttSubscriptionPersistenceEnabled(false); // subscriptions are queues of the hub's making
        configuration.setClusterUser("vmn-hub-cluster").setClusterPassword(clusterPassword);
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of("serverId", inVmId), "in-vm"));
        settings.listener().ifPresent(listener -> listen(configuration, listener));
        configuration.addAddressSetting("#", addressSettings(settings.limits().quota()));
        settings.limits().quotas().forEach((application, quota) -> {
            for (String own : Queues.filledBy(application)) {
                configuration.addAddressSetting(own, addressSettings(quota));
            }
        });
        return configuration;
    }

    private static void listen(Configuration configuration, BrokerSettings.Listener listener) {
        configuration.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), acceptor(listener), ENTERPRISES));
        for (String user : listener.users().keySet()) {
            ResourceLimitSettings limits = new ResourceLimitSettings();
            limits.setMatch(SimpleString.of(user));
            limits.setMaxSessions(SESSIONS_PER_CONSUMER * listener.limits().consumersPerUser());
            limits.setMaxQueues(0);
            configuration.addResourceLimitSettings(limits);
        }
    }

    /**
     * For an address whose queue holds at most {@code quota} messages. Nobody but the hub makes addresses and queues.
     */
    static AddressSettings addressSettings(long quota) {
        long inMemory = Math.min(IN_MEMORY_MESSAGES, Math.max(1, quota / 2));
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
                .setMaxSizeBytes(IN_MEMORY)
                .setMaxSizeMessages(inMemory)
                .setPageSizeBytes(PAGE)
                .setPageLimitMessages(quota - inMemory)
                .setPageFullMessagePolicy(PageFullMessagePolicy.FAIL)
                .setMaxDeliveryAttempts(-1)
                .setExpiryAddress(SimpleString.of(BrokerAddresses.EXPIRED))
                .setDeadLetterAddress(
                        SimpleString.of(BrokerAddresses.UNDELIVERED)) // what readers refuse; attempts are not limited
                .setAutoCreateAddresses(false)
                .setAutoCreateQueues(false)
                .setAutoDeleteQueues(false)
                .setAutoDeleteAddresses(false);
    }

    private static Map<String, Object> acceptor(BrokerSettings.Listener listener) {
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "host",
                listener.address(),
                "port",
                listener.port(),
                "protocols",
                BrokerProtocol.names(listener.protocols()),
                "useEpoll",
                false,
                "useKQueue",
                false,
                "autoStart",
                false,
                "handshake-timeout",
                Math.max(1, listener.limits().signIn().toSeconds())));
        listener.keyStore().ifPresent(file -> {
            parameters.put("sslEnabled", true);
            parameters.put("keyStorePath", file.toString());
            parameters.put("keyStoreType", "PKCS12");
            parameters.put("keyStorePassword", listener.keyStorePassword());
        });
        return parameters;
    }
}
