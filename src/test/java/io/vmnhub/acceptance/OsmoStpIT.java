// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.osmocom.OsmoStp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hub and SMSC as application servers of an osmo-stp between them. Skipped without it, or without SCTP in the kernel.
 */
@NeedsPeer({Peer.OSMO_STP, Peer.SCTP})
class OsmoStpIT implements SmokeContract {

    @TempDir
    private static Path folder;

    private static OsmoStp stp;
    private static Scene scene;

    @BeforeAll
    static void open() throws Exception {
        int hub = FreePort.next();
        int smsc = FreePort.next();
        stp = OsmoStp.start(
                Files.createDirectories(folder.resolve("stp")),
                FreePort.next(),
                9,
                List.of(new OsmoStp.Server("hub", hub, 101, 1), new OsmoStp.Server("smsc", smsc, 102, 2)));
        scene = new Scene(folder).startAsAsp("sctp", hub, stp.port());
        scene.open(Smsc.sctpClient(List.of("127.0.0.1"), smsc, "127.0.0.1", stp.port())
                        .asAsp(102)
                        .answerTimeout(Duration.ofSeconds(60)))
                .activate();
        scene.awaitReady();
    }

    @AfterAll
    static void close() {
        try {
            Scene.close(scene);
        } finally {
            if (stp != null) {
                stp.close();
            }
        }
    }

    @Override
    public Scene scene() {
        return scene;
    }
}
