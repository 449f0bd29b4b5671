package io.vmnhub.northbound.store;

import io.vmnhub.sms.ShortMessage;
import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** A hub whose broker listens for the applications acme and bank, with or without TLS. */
final class ListeningHub implements AutoCloseable {

    static final String STORE_PASSWORD = "store-secret";

    final int port;
    private final StoreHub hub;

    ListeningHub(Path data, Optional<Path> keyStore, String routes) throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        hub = new StoreHub(new BrokerSettings("", "", "", data, 10_000, 1_000_000, Optional.of(new BrokerSettings.Listener("127.0.0.1", port,
                Map.of("acme", "acme-secret", "bank", "bank-secret"), keyStore, STORE_PASSWORD, Set.of(BrokerProtocol.values()), Map.of("acme", Set.of("archive")),
                ListenerLimits.DEFAULT))));
        hub.routes(routes).start();
    }

    /** A sink for application {@code name} with {@code parameters}, each a line of YAML. */
    static String sink(String name, String... parameters) {
        return "- route:\n    from:\n      uri: direct:" + name + "\n      steps:\n        - to:\n            uri: kamelet:jms-sink\n"
                + (parameters.length == 0 ? "" : "            parameters:\n              " + String.join("\n              ", parameters) + "\n");
    }

    ConnectionFactory core(String user) {
        return new ActiveMQJMSConnectionFactory("tcp://127.0.0.1:" + port, user, user + "-secret");
    }

    ConnectionFactory amqp(String user) {
        return new JmsConnectionFactory(user, user + "-secret", "amqp://127.0.0.1:" + port);
    }

    /** Sends and waits for the confirmation. */
    void deliver(String application, ShortMessage... messages) throws Exception {
        List<CompletableFuture<Exception>> sends = new ArrayList<>();
        for (ShortMessage message : messages) {
            sends.add(hub.send("direct:" + application, message));
        }
        for (CompletableFuture<Exception> send : sends) {
            Exception failure = send.get(30, TimeUnit.SECONDS);
            if (failure != null) {
                throw failure;
            }
        }
    }

    StoreHub hub() {
        return hub;
    }

    /** What a program prints; ended after a minute. */
    static String output(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).whenComplete((ended, late) -> process.destroyForcibly());
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        hub.close();
    }
}
