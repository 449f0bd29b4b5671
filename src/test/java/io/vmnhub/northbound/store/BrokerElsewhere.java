package io.vmnhub.northbound.store;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.server.ActiveMQServers;
import org.apache.activemq.artemis.core.server.JournalType;
import org.awaitility.Awaitility;

/** An Artemis in a process of its own, without users, that can be killed as {@code kill -9} does. */
final class BrokerElsewhere implements AutoCloseable {

    private final Path data;
    private final int port;
    private Process process;

    BrokerElsewhere(Path data, int port) {
        this.data = data;
        this.port = port;
    }

    /** What the process runs: the folder and the port are its arguments. */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of(arguments[0]);
        Configuration configuration = new ConfigurationImpl().setPersistenceEnabled(true).setSecurityEnabled(false)
                .setJMXManagementEnabled(false).setJournalType(JournalType.NIO).setJournalDatasync(true)
                .setJournalDirectory(data.resolve("journal").toString()).setBindingsDirectory(data.resolve("bindings").toString())
                .setPagingDirectory(data.resolve("paging").toString()).setLargeMessagesDirectory(data.resolve("large").toString());
        configuration.addAcceptorConfiguration(new TransportConfiguration(NettyAcceptorFactory.class.getName(),
                Map.of("host", "127.0.0.1", "port", arguments[1], "useEpoll", "false")));
        ActiveMQServers.newActiveMQServer(configuration).start();
    }

    BrokerElsewhere start() throws IOException {
        process = new ProcessBuilder(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), BrokerElsewhere.class.getName(), data.toString(), String.valueOf(port)))
                .redirectErrorStream(true).redirectOutput(data.resolve("out").toFile()).start();
        Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            }
        });
        return this;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
