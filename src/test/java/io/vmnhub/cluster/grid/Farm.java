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
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** Nodes of a farm in this process, with certificates, on free ports. */
final class Farm implements AutoCloseable {

    private final Path folder;
    private final int expected;
    private final List<Discovery.Place> places = new ArrayList<>();
    private final Certificates certificates;
    private final DataSource database;
    private final Discovery discovery;
    private final List<Grid> nodes = new ArrayList<>();

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
        nodes.forEach(Grid::close);
    }
}
