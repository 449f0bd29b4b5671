// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cluster.grid;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vmnhub.cluster.ClusterSettings;
import io.vmnhub.cluster.Discovery;
import io.vmnhub.cluster.Member;
import io.vmnhub.fixture.Certificates;
import io.vmnhub.fixture.FreePort;
import io.vmnhub.tls.RenewableTls;
import io.vmnhub.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Nodes of a farm in this process, with certificates, on free ports. */
final class Farm implements AutoCloseable {

    /** Entries of the map and of the claims that a node in a process has. */
    static final int MOST = 1_000;

    private final Path folder;
    private final int expected;
    private final List<Discovery.Place> places = new ArrayList<>();
    private final Certificates certificates;
    private final DataSource database;
    private final Discovery discovery;
    private final List<Grid> nodes = new ArrayList<>();
    private final List<Process> processes = new ArrayList<>();

    /** The nodes know each other's addresses. */
    Farm(Path folder, int expected) throws Exception {
        this(folder, expected, Optional.empty(), null);
    }

    /**
     * The nodes find each other so; each has an address of its own and all have the same port.
     *
     * @param database in which they write their addresses, if they do
     */
    Farm(Path folder, int expected, Optional<Discovery> discovery, DataSource database) throws Exception {
        this.folder = folder;
        this.expected = expected;
        this.database = database;
        int port = FreePort.next();
        for (int i = 1; i <= expected; i++) {
            places.add(
                    discovery.isPresent()
                            ? new Discovery.Place("127.0.0." + i, port)
                            : new Discovery.Place("127.0.0.1", FreePort.next()));
        }
        this.discovery = discovery.orElseGet(() -> new Discovery.Nodes(places));
        certificates = Certificates.in(folder, "node");
    }

    /** Some of the nodes of one whose places and certificates are known. */
    private Farm(Path folder, List<Discovery.Place> places) {
        this.folder = folder;
        expected = places.size();
        database = null;
        this.places.addAll(places);
        discovery = new Discovery.Nodes(places);
        certificates = Certificates.of(folder, "node");
    }

    /** A node in a process of its own, with a map and claims: arguments are the folder, its number, and all ports. */
    public static void main(String[] arguments) throws Exception {
        List<Discovery.Place> places = Stream.of(arguments)
                .skip(2)
                .map(port -> new Discovery.Place("127.0.0.1", Integer.parseInt(port)))
                .toList();
        Grid node = new Farm(Path.of(arguments[0]), places).start(Integer.parseInt(arguments[1]));
        node.map("map", MOST);
        node.claims("claims", MOST);
        Thread.currentThread().join();
    }

    /** Starts a node in a process of its own, and does not wait. */
    Process startProcess(int number) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Farm.class.getName(),
                folder.toString(),
                String.valueOf(number)));
        places.forEach(place -> command.add(String.valueOf(place.port())));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("node-" + number + ".out").toFile())
                .start();
        processes.add(process);
        return process;
    }

    /** @param number from 1 */
    Grid start(int number) throws Exception {
        return start(number, certificates, System::currentTimeMillis);
    }

    /** A node whose clock is another one. */
    Grid start(int number, LongSupplier clock) throws Exception {
        return start(number, certificates, clock);
    }

    /** A node that shows a certificate which the others do not trust. */
    Grid startStranger(int number) throws Exception {
        Certificates own = Certificates.in(folder, "stranger");
        return start(number, own, System::currentTimeMillis);
    }

    private Grid start(int number, Certificates own, LongSupplier clock) throws Exception {
        TlsFiles tls = new TlsFiles(
                Optional.of(own.certificate()),
                Optional.of(own.key()),
                "",
                Optional.of(certificates.certificate()),
                "");
        Grid node = new Grid(
                new ClusterSettings(
                        "farm",
                        "node-" + number,
                        places.get(number - 1).host(),
                        places.get(number - 1).port(),
                        discovery,
                        tls,
                        expected,
                        Duration.ofSeconds(3)),
                new Member("node-" + number, "", "44770000000" + number, Member.State.READY, Map.of(), Map.of(), 0),
                new RenewableTls(tls).context(),
                () -> database,
                new SimpleMeterRegistry(),
                clock);
        nodes.add(node);
        return node;
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
        nodes.forEach(Grid::close);
    }
}
