package io.vmnhub.northbound.store;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.ha.SharedStoreBackupPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.SharedStorePrimaryPolicyConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyConnectorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.awaitility.Awaitility;

/** An Artemis in a process of its own, without users, alone or one of a pair that shares its store, that can be killed as {@code kill -9} does. */
final class BrokerElsewhere implements AutoCloseable {

    /** Who a broker is. */
    enum Role { ALONE, PRIMARY, BACKUP }

    private final Path data;
    private final int port;
    private final Role role;
    private final int otherPort;
    private Process process;

    BrokerElsewhere(Path data, int port) {
        this(data, port, Role.ALONE, port);
    }

    /** @param otherPort of the pair's other half */
    BrokerElsewhere(Path data, int port, Role role, int otherPort) {
        this.data = data;
        this.port = port;
        this.role = role;
        this.otherPort = otherPort;
    }

    /** What the process runs: folder, port, role and the other's port are its arguments. */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        Role role = Role.valueOf(arguments[2]);
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(true).setSecurityEnabled(false)
                .setJMXManagementEnabled(false).setJournalType(JournalType.NIO).setJournalDatasync(true)
                .setJournalDirectory(data.resolve("journal").toString()).setBindingsDirectory(data.resolve("bindings").toString())
                .setPagingDirectory(data.resolve("paging").toString()).setLargeMessagesDirectory(data.resolve("large").toString());
        configuration.addAcceptorConfiguration(new TransportConfiguration(NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", arguments[1], "useEpoll", "false")));
        configuration.addAddressSetting("#", new AddressSettings().setMaxDeliveryAttempts(-1).setAutoDeleteQueues(false));
        if (role != Role.ALONE) {
            configuration.addConnectorConfiguration("self", connector(arguments[1])).addConnectorConfiguration("other", connector(arguments[3]))
                    .setClusterUser("pair").setClusterPassword("pair").addClusterConfiguration(new ClusterConnectionConfiguration().setName("pair")
                            .setConnectorName("self").setStaticConnectors(List.of("other")))
                    .setHAPolicyConfiguration(role == Role.PRIMARY ? new SharedStorePrimaryPolicyConfiguration()
                            : new SharedStoreBackupPolicyConfiguration());
        }
        ActiveMQServers.newActiveMQServer(configuration).start();
    }

    private static TransportConfiguration connector(String port) {
        return new TransportConfiguration(NettyConnectorFactory.class.getName(), Map.of("host", "127.0.0.1", "port", port));
    }

    /** Starts it, and waits until it takes connections, which a backup does only when it has taken over. */
    BrokerElsewhere start() throws IOException {
        process = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), BrokerElsewhere.class.getName(), data.toString(), String.valueOf(port), role.name(),
                String.valueOf(otherPort))).redirectErrorStream(true).redirectOutput(Files.createTempFile(data, role.name(), ".out").toFile()).start();
        if (role != Role.BACKUP) {
            awaitReady();
        }
        return this;
    }

    void awaitReady() {
        Awaitility.await().atMost(Duration.ofSeconds(120)).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            }
        });
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Reads a queue until it is empty. @return the messages' {@code smsMessageId} */
    List<String> read(String queue) throws JMSException {
        List<String> ids = new ArrayList<>();
        try (Connection connection = new ActiveMQJMSConnectionFactory("tcp://127.0.0.1:" + port).createConnection();
             Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
             MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            connection.start();
            for (Message message = consumer.receive(10_000); message != null; message = consumer.receive(3_000)) {
                ids.add(message.getStringProperty("smsMessageId"));
            }
        }
        return ids;
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
