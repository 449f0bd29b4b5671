// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.peer.Smsc;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over TCP, the hub connecting as ASP. */
class TcpAsClientIT implements SmokeContract {

    @TempDir
    private static Path folder;

    private static Scene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder);
        int port = FreePort.next();
        Smsc smsc = scene.open(Smsc.tcpServer(port).asSgp(101).answerTimeout(Duration.ofSeconds(60)));
        scene.startAsAsp("tcp", 0, port);
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
