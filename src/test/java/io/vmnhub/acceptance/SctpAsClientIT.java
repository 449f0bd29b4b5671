// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over kernel SCTP, the hub connecting as ASP. Skipped where the kernel has none. */
@NeedsPeer(Peer.SCTP)
class SctpAsClientIT implements SmokeContract {

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder);
        int port = FreePort.next();
        Smsc smsc = scene.open(
                Smsc.sctpServer(List.of("127.0.0.1"), port).asSgp(101).answerTimeout(Duration.ofSeconds(60)));
        scene.startAsAsp("sctp", 0, port);
        smsc.awaitActive(Duration.ofSeconds(60));
        scene.awaitReady();
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @Override
    public Scene scene() {
        return scene;
    }
}
