// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.osmocom;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An osmo-stp process between application servers that connect to it over SCTP on 127.0.0.1: routes by point code
 * alone. A test that needs it says {@code @NeedsPeer({Peer.OSMO_STP, Peer.SCTP})}.
 */
public final class OsmoStp implements AutoCloseable {

    private static final int VTY_PORT = 4239;

    private final Process process;
    private final Path log;
    private final int port;

    /**
     * One process that connects as ASP; those with the same routing context and point code are one application server.
     *
     * @param port the local SCTP port it connects from, by which osmo-stp knows it
     */
    public record Server(String name, int port, int routingContext, int pointCode) {}

    private OsmoStp(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    public static boolean available() {
        return Files.isExecutable(Path.of("/usr/bin/osmo-stp"));
    }

    /** Writes the configuration into the directory, starts osmo-stp there and waits until it listens. */
    public static OsmoStp start(Path directory, int port, int pointCode, List<Server> servers) throws IOException {
        Path configuration = directory.resolve("osmo-stp.cfg");
        Path log = directory.resolve("osmo-stp.log");
        Files.writeString(configuration, configuration(port, pointCode, servers));
        Process process = new ProcessBuilder("/usr/bin/osmo-stp", "-c", configuration.toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        OsmoStp stp = new OsmoStp(process, log, port);
        stp.awaitReady(Duration.ofSeconds(20));
        return stp;
    }

    static String configuration(int port, int pointCode, List<Server> servers) {
        String console = consoleAddress(port);
        StringBuilder text = new StringBuilder("log stderr\n logging filter all 1\n logging level set-all info\n"
                + "line vty\n no login\n bind " + console
                + "\ncs7 instance 0\n network-indicator national\n point-code " + dotted(pointCode) + "\n");
        for (Server server : servers) {
            text.append(" asp asp-%s %d %d m3ua\n".formatted(server.name, server.port, port))
                    .append("  local-ip 127.0.0.1\n  remote-ip 127.0.0.1\n  role sg\n  sctp-role server\n");
        }
        Map<String, List<Server>> applicationServers = new LinkedHashMap<>();
        servers.forEach(server -> applicationServers
                .computeIfAbsent(server.routingContext + " " + dotted(server.pointCode), key -> new ArrayList<>())
                .add(server));
        applicationServers.forEach((key, processes) -> {
            text.append(" as as-%s m3ua\n".formatted(processes.get(0).name));
            processes.forEach(process -> text.append("  asp asp-%s\n".formatted(process.name)));
            text.append("  routing-key %s\n  traffic-mode loadshare\n".formatted(key));
        });
        text.append(" route-table system\n");
        applicationServers
                .values()
                .forEach(processes -> text.append("  update route %s 7.255.7 linkset as-%s\n"
                        .formatted(dotted(processes.get(0).pointCode), processes.get(0).name)));
        return text.append(" listen m3ua %d\n  local-ip 127.0.0.1\n".formatted(port))
                .toString();
    }

    /** Where its console listens: an address of its own for each port, so that several run beside each other. */
    private static String consoleAddress(int port) {
        return "127.1." + (port >> 8) + "." + (port & 0xff);
    }

    /** A point code as Osmocom writes it: 3-8-3 bits. */
    static String dotted(int pointCode) {
        return (pointCode >> 11 & 7) + "." + (pointCode >> 3 & 0xff) + "." + (pointCode & 7);
    }

    public int port() {
        return port;
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    private void awaitReady(Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!vtyAnswers(port)) {
            if (ended(50) || System.nanoTime() > deadline) {
                close();
                throw new IOException("osmo-stp did not start: " + log());
            }
        }
    }

    private boolean ended(int withinMillis) {
        try {
            return process.waitFor(withinMillis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean vtyAnswers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(consoleAddress(port)), VTY_PORT), 200);
            return socket.getInputStream().read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it at once, as a fault would. */
    public void kill() {
        process.destroyForcibly();
        close();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
