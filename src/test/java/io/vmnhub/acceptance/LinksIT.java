// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.RunningHub;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.wire.Octets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A TCP link that is cut, spoilt, doubled or half dead. */
class LinksIT {

    @TempDir
    private static Path folder;

    private static Scene scene;
    private Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder).start("one-link.yaml", Map.of());
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @BeforeEach
    void connect() {
        await().atMost(SOON)
                .until(() -> scene.hub().status().associations().stream().noneMatch(a -> a.connected()));
        smsc = scene.connect(builder -> builder.asAsp(101)).activate();
    }

    @AfterEach
    void disconnect() {
        smsc.close();
    }

    private void assertWorks(Smsc any) {
        assertThat(any.sriSm(3, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
    }

    @Test
    void theFirstMessageOnEachNewConnectionIsAnswered() throws Exception {
        for (int i = 0; i < 50; i++) {
            smsc.link().close();
            smsc.reconnect().activate(SOON);
            assertThat(smsc.sriSm(3, Scene.VMN).kind()).as("connection " + i).isEqualTo(Answer.Kind.RESULT);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 40})
    void aLinkCutInTheMiddleOfAMessageWorksOnTheNextConnection(int after) throws Exception {
        smsc.link().cut(smsc.signalling().pdu(new byte[100]), after);
        smsc.reconnect().activate(SOON);
        assertWorks(smsc);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void garbageEndsTheConnectionAndTheNextOneWorks(long seed) throws Exception {
        byte[] noise = new byte[5_000];
        new Random(seed).nextBytes(noise);
        smsc.link().sendRaw(noise, 0);
        smsc.link().awaitClosed(SOON);
        smsc.reconnect().activate(SOON);
        assertWorks(smsc);
    }

    @Test
    void aSecondConnectionDoesNotStealALivingLink() {
        Smsc second = scene.connect(builder -> builder.asAsp(101));
        second.link().awaitClosed(SOON);
        assertWorks(smsc);
        assertThat(smsc.link().received()).anyMatch(message -> message.is(MessageType.BEAT));
    }

    @Test
    void aConnectionTakesThePlaceOfOneThatIsHalfDead() {
        smsc.link().answering(false);
        Smsc second = scene.connect(builder -> builder.asAsp(101));
        smsc.link().awaitClosed(SOON);
        second.activate();
        assertWorks(second);
        second.link().close();
    }

    @Test
    void aConnectionThatSaysNothingHarmsNobody() {
        Smsc silent = scene.connect(builder -> builder.asAsp(101));
        assertWorks(smsc);
        silent.link().close();
    }

    @Test
    void aHubThatCannotListenDoesNotStart(@TempDir Path another) {
        assertThatThrownBy(() -> RunningHub.acceptance(another, "one-link.yaml", scene.properties(Map.of())))
                .hasStackTraceContaining("cannot listen on TCP [127.0.0.1]:" + scene.port());
        assertWorks(smsc);
    }

    @Test
    void heartbeatsComeBackWithTheirData() {
        smsc.link().beat(Octets.hex("0102030405"), SOON);
        smsc.link().beat(new byte[0], SOON);
        smsc.link().beat(new byte[200], SOON);
    }
}
