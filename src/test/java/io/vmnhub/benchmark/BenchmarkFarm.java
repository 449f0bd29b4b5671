// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.benchmark;

import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.HubFolder;
import io.vmnhub.ss7.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Hubs that are a farm, and one that is the same by itself, each with a load generator. */
final class BenchmarkFarm implements AutoCloseable {

    private static final Duration SOON = Duration.ofMinutes(3);

    private final Path folder;
    private final Path log;
    private final String jvm;
    private final Certificates certificates;
    private final List<Integer> gridPorts = new ArrayList<>();
    private final List<Hub> nodes = new ArrayList<>();
    private final Map<String, Program> generators = new LinkedHashMap<>();
    private Hub alone;

    /**
     * A hub, and what it counts.
     *
     * @param port for M3UA
     */
    record Hub(String name, int port, Program program, HubMetrics metrics) {}

    BenchmarkFarm(Path folder, Path log, String jvm, int count) throws Exception {
        this.folder = folder;
        this.log = log;
        this.jvm = jvm;
        certificates = Certificates.in(folder, "node");
        for (int i = 0; i < count; i++) {
            gridPorts.add(TestSettings.freePort());
        }
    }

    /** Returns when all see each other and messages can be sent. */
    void start() throws IOException {
        alone = start("alone", home("alone"));
        int count = gridPorts.size();
        for (int i = 0; i < count; i++) {
            String name = "node-" + (i + 1);
            nodes.add(start(name, joined(home(name), name, gridPorts.get(i))));
        }
        for (Hub hub : hubs()) {
            hub.program().awaitRunning(log(hub.name()));
            generators.put(
                    hub.name(),
                    Program.talking(log, jvm, LoadGenerator.class, hub.name(), String.valueOf(hub.port()), "0"));
        }
        for (Program generator : generators.values()) {
            generator.await("ready");
        }
        Awaitility.await("all nodes see each other").atMost(SOON).until(() -> {
            for (Hub node : nodes) {
                if (node.metrics().sum("vmnhub_cluster_members") != count) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Sends to a hub for a while; each message has an identity of its own. */
    Result send(Hub hub, int inFlight, int seconds) throws IOException {
        return Result.parse(generators.get(hub.name()).ask(hub.name() + " fsm closed " + inFlight + " " + seconds));
    }

    private Path log(String hub) {
        return folder.resolve(hub + ".log");
    }

    Hub alone() {
        return alone;
    }

    List<Hub> nodes() {
        return nodes;
    }

    List<Hub> hubs() {
        List<Hub> hubs = new ArrayList<>(nodes);
        hubs.add(0, alone);
        return hubs;
    }

    private HubFolder home(String name) throws IOException {
        return BenchmarkHome.sink(folder.resolve(name))
                .edit(Map.of(
                        "config/applications.yaml",
                        shipped -> shipped.replace("duplicates: deliver", "duplicates: acknowledge")));
    }

    private HubFolder joined(HubFolder home, String name, int port) throws IOException {
        Files.copy(certificates.certificate(), home.path().resolve("config/node.pem"));
        Files.copy(certificates.key(), home.path().resolve("config/node.key"));
        String places =
                gridPorts.stream().map(one -> "\"127.0.0.1:" + one + "\"").collect(Collectors.joining(", "));
        return home.write(Map.of("config/cluster.yaml", """
                name: benchmark
                node: %s
                bind: {address: 127.0.0.1, port: %d}
                discovery:
                  nodes: [%s]
                tls: {certificate: node.pem, privateKey: node.key, trustedCertificates: node.pem}
                expectedMembers: %d
                """.formatted(name, port, places, gridPorts.size())));
    }

    private Hub start(String name, HubFolder home) throws IOException {
        int port = TestSettings.freePort();
        int managementPort = TestSettings.freePort();
        Program program = Program.hub(
                log(name),
                jvm,
                home.path(),
                "vmnhub.ss7.port=" + port,
                "camel.management.port=" + managementPort,
                "vmnhub.messages.identity-key=the same at all nodes");
        return new Hub(name, port, program, new HubMetrics(managementPort));
    }

    @Override
    public void close() {
        generators.values().forEach(Program::close);
        nodes.forEach(node -> node.program().close());
        if (alone != null) {
            alone.program().close();
        }
    }
}
