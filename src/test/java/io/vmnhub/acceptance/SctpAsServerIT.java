// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over kernel SCTP, the hub listening as SGP. Skipped where the kernel has none. */
@NeedsPeer(Peer.SCTP)
class SctpAsServerIT implements SmokeContract {

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder)
                .start(
                        "one-link.yaml",
                        Map.of(
                                "test.protocol", "sctp",
                                // a kernel with SCTP may run in a process on a machine with other work
                                "camel.component.ss7-map.answer-within", "30s"));
        scene.open(Smsc.sctpClient(List.of("127.0.0.1"), 0, "127.0.0.1", scene.port())
                        .asAsp(101)
                        .answerTimeout(Duration.ofSeconds(60)))
                .activate();
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
