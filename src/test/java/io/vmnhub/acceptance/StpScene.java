// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.Stp;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.transport.TcpTransport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A hub as ASP, and an SMSC behind the signalling gateways stp-a, stp-b and so on, over TCP. */
final class StpScene implements AutoCloseable {

    /** At a healthy hub an answer takes milliseconds; what is lost is known after that. */
    private static final Duration ANSWERED = Duration.ofSeconds(5);

    private static final String NAMES = "abc";

    private final Scene scene;
    private final Smsc smsc;
    private final List<Stp> stps = new ArrayList<>();

    /**
     * Starts all of it.
     *
     * @param folder an empty folder
     * @param count how many gateways there are
     * @param ss7 a file of the resources with so many gateways
     * @param properties more of them
     */
    StpScene(Path folder, int count, String ss7, Map<String, String> properties) throws Exception {
        scene = new Scene(folder);
        smsc = scene.open(Smsc.withoutLinks().asSgp(101).answerTimeout(ANSWERED));
        Map<String, String> all = new LinkedHashMap<>(properties);
        for (int i = 0; i < count; i++) {
            int port = FreePort.next();
            all.put("test.stp-" + NAMES.charAt(i), String.valueOf(port));
            stps.add(new Stp(
                            smsc,
                            accepted -> TcpTransport.listen(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), accepted))
                    .start());
        }
        try {
            scene.start(ss7, all);
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    Scene scene() {
        return scene;
    }

    RunningHub hub() {
        return scene.hub();
    }

    Smsc smsc() {
        return smsc;
    }

    List<Stp> stps() {
        return List.copyOf(stps);
    }

    Stp a() {
        return stps.get(0);
    }

    Stp b() {
        return stps.get(1);
    }

    Stp c() {
        return stps.get(2);
    }

    /** Waits until the hub is active over each of them. */
    void awaitAllActive() {
        stps.forEach(stp -> stp.active(SOON));
        scene.awaitReady();
    }

    /** New links, answers by the book, nothing said of any destination. */
    void reset() {
        smsc.signalling().sendOver(link -> true);
        stps.forEach(Stp::kill);
        await().atMost(SOON)
                .until(() -> hub().status().associations().stream().noneMatch(association -> association.connected()));
        stps.forEach(stp -> stp.answers().reset());
        stps.forEach(Stp::start);
        awaitAllActive();
    }

    /** What is sent from now on goes over these only. */
    void sendOver(Stp... usable) {
        List<Stp> wanted = List.of(usable);
        smsc.signalling().sendOver(link -> wanted.stream().anyMatch(stp -> stp.isActive() && stp.link(SOON) == link));
    }

    /** One message for each signalling link selection, all answered. */
    void assertAllAnswered() {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int sls = 0; sls < 16; sls++) {
            answers.add(smsc.mtDialogue(3).sls(sls).forwardSm(Scene.AT_ONCE, Scene.text("over an STP"), false));
        }
        assertThat(answers).allMatch(answer -> answer.join().isResult());
    }

    /** The same, sent and answered over these and none over the others. */
    void assertAnsweredOver(Stp... usable) {
        sendOver(usable);
        List<Stp> unused = stps.stream()
                .filter(stp -> !List.of(usable).contains(stp))
                .filter(Stp::isActive)
                .toList();
        List<SignallingLink> idle = unused.stream().map(stp -> stp.link(SOON)).toList();
        List<Integer> before = idle.stream().map(SignallingLink::dataReceived).toList();
        assertAllAnswered();
        assertThat(idle.stream().map(SignallingLink::dataReceived).toList())
                .as("DATA over the other gateways")
                .isEqualTo(before);
    }

    /** Waits until that is so. */
    void awaitAnsweredOver(Stp... usable) {
        await().atMost(SOON).untilAsserted(() -> assertAnsweredOver(usable));
    }

    /** Waits until the hub's answers go over this one again. */
    void awaitUsed(Stp stp) {
        SignallingLink link = stp.active(SOON);
        int before = link.dataReceived();
        await().atMost(SOON).untilAsserted(() -> {
            assertAllAnswered();
            assertThat(link.dataReceived()).isGreaterThan(before);
        });
    }

    @Override
    public void close() {
        try {
            scene.close();
        } finally {
            stps.forEach(Stp::close);
        }
    }

    static void close(StpScene scene) {
        if (scene != null) {
            scene.close();
        }
    }
}
