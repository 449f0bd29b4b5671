// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.SmscBuilder;
import io.vmnhub.peer.m3ua.Answers;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.transport.TcpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A hub as signalling gateway, with the peers one to four of {@code gateway.yaml} as a test wants them. */
final class GatewayScene implements AutoCloseable {

    private final Scene scene;
    private final List<Smsc> peers = new ArrayList<>();

    GatewayScene(Path folder) throws Exception {
        scene = new Scene(folder).start("gateway.yaml", Map.of());
    }

    Scene scene() {
        return scene;
    }

    RunningHub hub() {
        return scene.hub();
    }

    /** An SMSC of the application server with this routing context, without a link. */
    Smsc smsc(long context, UnaryOperator<SmscBuilder> settings) {
        Smsc smsc = settings.apply(Smsc.withoutLinks().asAsp(context).answerTimeout(Duration.ofSeconds(5)))
                .open();
        peers.add(smsc);
        return smsc;
    }

    /** A connection from the address of this peer, with no message yet. */
    SignallingLink link(Smsc smsc, int peer) {
        try {
            return smsc.attach(
                    TcpTransport.connect(
                            new InetSocketAddress("127.0.0." + (10 + peer), 0),
                            new InetSocketAddress("127.0.0.1", scene.port()),
                            10_000),
                    Answers.byTheBook());
        } catch (IOException e) {
            throw new AssertionError("no connection to the hub", e);
        }
    }

    /** The same, after ASP Up. */
    SignallingLink up(Smsc smsc, int peer) {
        SignallingLink link = link(smsc, peer);
        link.up(SOON);
        return link;
    }

    /** The same, after ASP Active. */
    SignallingLink active(Smsc smsc, int peer) {
        SignallingLink link = link(smsc, peer);
        link.activate(SOON);
        return link;
    }

    /** Waits until the hub says that of an application server. */
    void awaitState(String server, String state) {
        await().atMost(SOON)
                .until(() -> hub().status().applicationServers().stream()
                        .anyMatch(
                                any -> any.name().equals(server) && any.state().equals(state)));
    }

    /**
     * Waits until nothing is left of an earlier test: an application server is pending for T(r) after its last link.
     */
    void awaitAllDown() {
        await().atMost(SOON)
                .until(() -> hub().status().applicationServers().stream()
                        .allMatch(any -> any.state().equals("DOWN")));
    }

    /** Ends all links; nothing may have been wrong. */
    void endLinks() {
        try {
            peers.forEach(Smsc::assertNothingWrong);
        } finally {
            peers.forEach(Smsc::close);
            peers.clear();
            await().atMost(SOON)
                    .until(() ->
                            hub().status().associations().stream().noneMatch(association -> association.connected()));
        }
    }

    @Override
    public void close() {
        scene.close();
    }

    static void close(GatewayScene scene) {
        if (scene != null) {
            scene.close();
        }
    }
}
