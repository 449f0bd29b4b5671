// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.Answers;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.osmocom.OsmoStp;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.transport.SctpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pair of osmo-stps between the hub and an SMSC, over SCTP. Skipped without it, or without SCTP in the kernel. */
@NeedsPeer({Peer.OSMO_STP, Peer.SCTP})
class OsmoStpPairIT {

    /** SCTP is at home in a virtual machine only on some computers, which is slow. */
    private static final Duration SLOWLY = Duration.ofSeconds(90);

    private static final Duration ON_THE_WAY = Duration.ofSeconds(10);
    private static final int RATE = 100;

    @TempDir
    private Path folder;

    private final List<Gateway> gateways = new ArrayList<>();
    private Scene scene;
    private Smsc smsc;
    private Smsc otherNode;

    /** One osmo-stp, and where the hub, its other node and the SMSC come from. */
    private final class Gateway {

        private final Path directory;
        private final int port = FreePort.next();
        private final int hub = FreePort.next();
        private final int node = FreePort.next();
        private final int peer = FreePort.next();
        private final int pointCode;
        private OsmoStp stp;

        Gateway(String name, int pointCode) throws IOException {
            this.pointCode = pointCode;
            directory = Files.createDirectories(folder.resolve(name));
        }

        void start() throws IOException {
            stp = OsmoStp.start(
                    directory,
                    port,
                    pointCode,
                    List.of(
                            new OsmoStp.Server("hub", hub, 101, 1),
                            new OsmoStp.Server("node", node, 101, 1),
                            new OsmoStp.Server("smsc", peer, 102, 2)));
        }

        SignallingLink connect(Smsc from, int local) throws IOException {
            SignallingLink link = from.attach(
                    SctpTransport.connect(
                            List.of(InetAddress.getByName("127.0.0.1")),
                            local,
                            new InetSocketAddress("127.0.0.1", port)),
                    Answers.byTheBook());
            link.activate(SLOWLY);
            return link;
        }
    }

    @BeforeEach
    void open() throws Exception {
        scene = new Scene(folder);
        gateways.add(new Gateway("stp-a", 9));
        gateways.add(new Gateway("stp-b", 10));
        for (Gateway gateway : gateways) {
            gateway.start();
        }
        smsc = scene.open(Smsc.withoutLinks().asAsp(102).answerTimeout(SLOWLY));
        otherNode = Smsc.withoutLinks()
                .asAsp(101)
                .pointCodes(1, 2)
                .globalTitle("447700000001")
                .open();
        otherNode.transactions().answerBegins(OsmoStpPairIT::accept);
    }

    private static List<TcapMessage> accept(TcapMessage begin) {
        return List.of(TcapMessage.end(
                begin.originating().orElseThrow(),
                Optional.of(DialoguePortion.Response.accepted(
                        ApplicationContext.shortMsgMtRelay(3).objectIdentifier())),
                List.of(Component.ReturnResult.empty(1))));
    }

    private void startHub() throws Exception {
        scene.start(
                "two-stps.yaml",
                Map.of(
                        "test.protocol",
                        "sctp",
                        "test.local-a",
                        String.valueOf(gateways.get(0).hub),
                        "test.stp-a",
                        String.valueOf(gateways.get(0).port),
                        "test.local-b",
                        String.valueOf(gateways.get(1).hub),
                        "test.stp-b",
                        String.valueOf(gateways.get(1).port)));
        awaitActive(2);
    }

    private void awaitActive(int processes) {
        Awaitility.await()
                .atMost(SLOWLY)
                .until(() -> scene.hub().status().applicationServers().get(0).processes().stream()
                                .filter(process -> process.state().equals("ACTIVE"))
                                .count()
                        == processes);
    }

    @AfterEach
    void close() {
        try {
            Scene.close(scene);
        } finally {
            otherNode.close();
            gateways.forEach(gateway -> gateway.stp.close());
        }
    }

    @Test
    void theHubTakesItsShareInAnApplicationServerThatIsActiveByAnotherNode() throws Exception {
        for (Gateway gateway : gateways) {
            gateway.connect(otherNode, gateway.node);
            gateway.connect(smsc, gateway.peer);
        }
        startHub();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            answers.add(smsc.mtDialogue(3).sls(i % 16).forwardSm(Scene.AT_ONCE, Scene.text("shared " + i), false));
        }
        assertThat(answers).allMatch(answer -> answer.join().isResult());
        assertThat(scene.hub().counter("vmnhub_map_answers_total", "outcome=\"success\""))
                .as("messages that came to the hub")
                .isPositive();
        otherNode.close();
        Awaitility.await()
                .atMost(SLOWLY)
                .untilAsserted(() -> assertThat(smsc.forwardSm(3, Scene.AT_ONCE, Scene.text("alone"))
                                .isResult())
                        .isTrue());
    }

    @Test
    void eitherMayFailAndComeBackUnderLoad() throws Exception {
        for (Gateway gateway : gateways) {
            gateway.connect(smsc, gateway.peer);
        }
        startHub();
        assertSurvives(gateways.get(0));
        gateways.get(0).start();
        awaitActive(2);
        gateways.get(0).connect(smsc, gateways.get(0).peer);
        assertSurvives(gateways.get(1));
    }

    /**
     * Nothing is sent while a gateway comes back: it takes messages for a side that has not joined again, and says
     * nothing.
     */
    private void assertSurvives(Gateway failing) {
        try (SteadyLoad load = SteadyLoad.start(smsc, RATE)) {
            load.awaitAnswered(RATE);
            long killed = System.nanoTime();
            failing.stp.kill();
            Awaitility.await()
                    .atMost(SLOWLY)
                    .until(() ->
                            smsc.links().stream().filter(SignallingLink::active).count() == 1);
            awaitActive(1);
            long known = System.nanoTime(); // until then either side may send to the one that is gone
            load.awaitAnswered(RATE);
            Duration lost = Duration.ofNanos(known - killed).plus(ON_THE_WAY);
            assertThat(SteadyLoad.unanswered(load.stop(), lost, known))
                    .as("unanswered although a gateway was there")
                    .isEmpty();
        }
    }
}
