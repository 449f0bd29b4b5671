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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes of a farm in this process, with certificates, on free ports. */
final class Farm implements AutoCloseable {

    private final Path folder;
    private final int expected;
    private final List<Discovery.Place> places = new ArrayList<>();
    private final List<Certificates> certificates = new ArrayList<>();
    private final List<Grid> nodes = new ArrayList<>();

    Farm(Path folder, int expected) throws Exception {
        this.folder = folder;
        this.expected = expected;
        StringBuilder trusted = new StringBuilder();
        for (int i = 1; i <= expected; i++) {
            places.add(new Discovery.Place("127.0.0.1", FreePort.next()));
            certificates.add(Certificates.in(folder, "node-" + i));
            trusted.append(Files.readString(certificates.get(i - 1).certificate()));
        }
        Files.writeString(folder.resolve("trusted.pem"), trusted);
    }

    /** @param number from 1 */
    Grid start(int number) throws Exception {
        return start(number, certificates.get(number - 1), folder.resolve("trusted.pem"));
    }

    /** A node that shows a certificate which the others do not trust. */
    Grid startStranger(int number) throws Exception {
        Certificates own = Certificates.in(folder, "stranger");
        return start(number, own, folder.resolve("trusted.pem"));
    }

    private Grid start(int number, Certificates own, Path trusted) throws Exception {
        TlsFiles tls =
                new TlsFiles(Optional.of(own.certificate()), Optional.of(own.key()), "", Optional.of(trusted), "");
        Grid node = new Grid(
                new ClusterSettings(
                        "farm",
                        "node-" + number,
                        "127.0.0.1",
                        places.get(number - 1).port(),
                        new Discovery.Nodes(places),
                        tls,
                        expected,
                        Duration.ofSeconds(4)),
                new Member("node-" + number, "", "44770000000" + number, Member.State.READY, Map.of(), Map.of(), 0),
                new RenewableTls(tls).context(),
                () -> {
                    throw new IllegalStateException("no database");
                },
                new SimpleMeterRegistry());
        nodes.add(node);
        return node;
    }

    @Override
    public void close() {
        nodes.forEach(Grid::close);
    }
}
