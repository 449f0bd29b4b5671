// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.fixture.HubProcess;
import io.vmnhub.fixture.peers.NeedsPeer;
import io.vmnhub.fixture.peers.Peer;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.MessageType;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped zip: started, stopped under load, killed and started again. */
@NeedsPeer(Peer.DISTRIBUTION)
class ShippedHubIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Without tracing nothing of it is there, so that it can cost nothing. */
    private static final Predicate<String> TRACING =
            name -> name.startsWith("io.opentelemetry.") || name.startsWith("io.vmnhub.tracing.");

    private static final int DRAIN_SECONDS = 15;

    @TempDir
    private Path folder;

    private Scene scene;
    private HubProcess hub;

    @BeforeEach
    void open() throws Exception {
        scene = new Scene(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (hub != null) {
            hub.close();
        }
        scene.close();
    }

    private Smsc connect() {
        return await().atMost(PATIENCE)
                .ignoreException(UncheckedIOException.class)
                .until(() -> scene.connect(builder -> builder.asAsp(101)).activate(), smsc -> true);
    }

    @Test
    void everyMessageThatWasTakenIsAnsweredWhenTheHubIsToldToStop() throws Exception {
        hub = HubProcess.ofDistribution(folder, "one-link.yaml", scene.properties(Map.of()))
                .launch();
        Smsc smsc = connect();
        assertThat(smsc.sriSm(3, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
        assertThat(smsc.forwardSm(3, Scene.WEB, text("one")).isResult()).isTrue();
        assertThat(hub.classes()).as("classes of a hub that traces nothing").noneMatch(TRACING);
        scene.application().answeringAfter("/slow", Duration.ofMillis(700), 200);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(smsc.forwardSmAsync(1 + i % 3, Scene.SLOW, text("load")));
        }
        await().atMost(PATIENCE).until(() -> scene.application().count("/slow") > 100);
        hub.terminate();
        await().atMost(PATIENCE).until(() -> {
            CompletableFuture<Answer> next = smsc.forwardSmAsync(3, Scene.SLOW, text("load"));
            answers.add(next);
            return next.join().kind() != Answer.Kind.RESULT;
        });
        assertThat(answers.get(answers.size() - 1).join().kind()).isIn(Answer.Kind.REFUSED, Answer.Kind.ABORTED);
        assertThat(answers).allMatch(answer -> answer.join().kind() != Answer.Kind.NONE);
        assertThat(answers.stream().filter(answer -> answer.join().isResult()).count())
                .as(() -> smsc.counts() + "\n" + hub.output())
                .isEqualTo(scene.application().count("/slow"));
        assertThat(hub.awaitExit(DRAIN_SECONDS)).as(hub.output()).isZero();
        smsc.link().awaitClosed(PATIENCE);
    }

    @Test
    void aHubThatWasKilledComesBackAndOneThatIsToldToStopLeavesItsLinksInOrder() throws Exception {
        int port = FreePort.next();
        Smsc smsc = scene.open(Smsc.tcpServer(port).asSgp(101));
        hub = HubProcess.ofDistribution(
                        folder,
                        "one-link.yaml",
                        scene.properties(Map.of(
                                "test.role",
                                "asp",
                                "test.side",
                                "client",
                                "test.local-port",
                                "0",
                                "test.peer-port",
                                String.valueOf(port))))
                .launch();
        smsc.awaitActive(PATIENCE);
        assertThat(smsc.forwardSm(3, Scene.WEB, text("before")).isResult()).isTrue();
        hub.kill();
        smsc.link().awaitClosed(PATIENCE);
        hub.launch();
        smsc.awaitActive(PATIENCE);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(smsc.mtDialogue(3)
                                .answerTimeout(Duration.ofSeconds(2))
                                .forwardSm(Scene.WEB, text("after"), false)
                                .join()
                                .isResult())
                        .isTrue());
        hub.terminate();
        assertThat(hub.awaitExit(DRAIN_SECONDS)).as(hub.output()).isZero();
        smsc.link().awaitClosed(PATIENCE);
        assertThat(smsc.link().received())
                .extracting(message -> message.messageType() + "/" + message.messageClass())
                .containsSubsequence(MessageType.ASPIA.type() + "/4", MessageType.ASPDN.type() + "/3");
    }

    @Test
    void aLinkComesBackAfterTheHubWasKilledAsServer() throws Exception {
        hub = HubProcess.ofDistribution(folder, "one-link.yaml", scene.properties(Map.of()))
                .launch();
        Smsc smsc = connect();
        hub.kill();
        smsc.link().awaitClosed(PATIENCE);
        hub.launch();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(java.io.IOException.class)
                .until(() -> smsc.reconnect().isOpen());
        smsc.activate();
        assertThat(smsc.sriSm(3, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
    }
}
