// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.KafkaServer;
import io.vmnhub.fixture.ServerProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The servers behind the catalogue's sinks: Debian's, and Kafka from its jars. */
final class CatalogueServers implements AutoCloseable {

    final ServerProgram kafka;
    final ServerProgram rabbitmq;
    final ServerProgram mosquitto;
    final ServerProgram nats;
    final ServerProgram redis;
    final ServerProgram ftp;
    private final List<ServerProgram> all;
    private final int epmd = FreePort.next();

    CatalogueServers(Path folder) throws IOException {
        kafka = KafkaServer.in(Files.createDirectory(folder.resolve("kafka")));
        rabbitmq = rabbitmq(Files.createDirectory(folder.resolve("rabbitmq")), FreePort.next());
        mosquitto = mosquitto(Files.createDirectory(folder.resolve("mosquitto")), FreePort.next());
        nats = nats(Files.createDirectory(folder.resolve("nats")), FreePort.next());
        redis = redis(Files.createDirectory(folder.resolve("redis")), FreePort.next());
        ftp = ftp(Files.createDirectory(folder.resolve("ftp")), FreePort.next());
        all = List.of(kafka, rabbitmq, mosquitto, nats, redis, ftp);
    }

    private ServerProgram rabbitmq(Path folder, int port) {
        return new ServerProgram(
                folder,
                port,
                Map.ofEntries(
                        Map.entry("HOME", folder.toString()),
                        Map.entry("ERL_EPMD_PORT", String.valueOf(epmd)),
                        Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODENAME", "hub@localhost"),
                        Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
                        Map.entry("RABBITMQ_NODE_PORT", String.valueOf(port)),
                        Map.entry("RABBITMQ_DIST_PORT", String.valueOf(FreePort.next())),
                        Map.entry(
                                "RABBITMQ_MNESIA_BASE", folder.resolve("mnesia").toString()),
                        Map.entry("RABBITMQ_LOG_BASE", folder.resolve("log").toString()),
                        Map.entry("RABBITMQ_PID_FILE", folder.resolve("pid").toString()),
                        Map.entry(
                                "RABBITMQ_ENABLED_PLUGINS_FILE",
                                folder.resolve("plugins").toString())),
                "/usr/lib/rabbitmq/bin/rabbitmq-server");
    }

    private static ServerProgram mosquitto(Path folder, int port) throws IOException {
        Path settings = Files.writeString(
                folder.resolve("mosquitto.conf"), "listener " + port + " 127.0.0.1\nallow_anonymous true\nuser root\n");
        return new ServerProgram(folder, port, Map.of(), "/usr/sbin/mosquitto", "-c", settings.toString());
    }

    private static ServerProgram nats(Path folder, int port) {
        return new ServerProgram(
                folder,
                port,
                Map.of(),
                "/usr/sbin/nats-server",
                "-a",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-js",
                "-sd",
                folder.resolve("streams").toString());
    }

    private static ServerProgram redis(Path folder, int port) {
        return new ServerProgram(
                folder,
                port,
                Map.of(),
                "/usr/bin/redis-server",
                "--bind",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--appendonly",
                "yes");
    }

    private static ServerProgram ftp(Path folder, int port) throws IOException {
        return new ServerProgram(
                folder,
                port,
                Map.of(),
                "/usr/bin/python3",
                "-m",
                "pyftpdlib",
                "-i",
                "127.0.0.1",
                "-p",
                String.valueOf(port),
                "-d",
                Files.createDirectory(folder.resolve("files")).toString(),
                "-w",
                "-u",
                "hub",
                "-P",
                "sesame");
    }

    /** Starts them side by side. */
    void start() {
        start(all);
        try {
            natsCall("$JS.API.STREAM.CREATE.sms", "{\"name\":\"sms\",\"subjects\":[\"sms\"],\"storage\":\"file\"}");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void start(List<ServerProgram> servers) {
        CompletableFuture.allOf(servers.stream()
                        .map(server -> CompletableFuture.runAsync(server::start))
                        .toArray(CompletableFuture[]::new))
                .join();
    }

    private void natsCall(String subject, String json) throws IOException {
        try (NatsSubscriber answer = new NatsSubscriber(nats.port(), "answer")) {
            answer.publish(subject, "answer", json);
            answer.next();
        }
    }

    List<ServerProgram> all() {
        return all;
    }

    @Override
    public void close() throws Exception {
        List<Exception> failures = new ArrayList<>();
        for (ServerProgram server : all) {
            try {
                server.close();
            } catch (InterruptedException e) {
                failures.add(e);
            }
        }
        new ProcessBuilder("epmd", "-port", String.valueOf(epmd), "-kill")
                .start()
                .waitFor();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
