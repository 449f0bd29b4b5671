// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.MessageType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pair of gateways, one of them or the hub away for a while, under 500 messages a second: what can be answered is.
 */
class RestartsUnderLoadIT {

    private static final int RATE = 500;
    /** How long a message can have been on its way when its link broke, on a busy machine. */
    private static final Duration ON_THE_WAY = Duration.ofSeconds(1);

    @TempDir
    private static Path folder;

    private static StpScene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new StpScene(folder, 2, "two-stps.yaml", Map.of());
    }

    @AfterAll
    static void close() {
        StpScene.close(scene);
    }

    @BeforeEach
    void freshLinks() {
        scene.reset();
    }

    @Test
    void noMessageIsLostWhenEitherGatewayIsRestartedInOrder() {
        try (SteadyLoad load = SteadyLoad.start(scene.smsc(), RATE)) {
            load.awaitAnswered(RATE / 2);
            scene.a().stop();
            load.awaitAnswered(RATE / 2);
            scene.a().start();
            scene.a().active(SOON);
            scene.b().stop();
            load.awaitAnswered(RATE / 2);
            scene.b().start();
            scene.b().active(SOON);
            load.awaitAnswered(RATE / 2);
            assertThat(load.stop()).noneMatch(SteadyLoad.Sent::unanswered);
        }
    }

    @Test
    void onlyWhatIsOnTheWayIsLostWhenAGatewayFails() {
        try (SteadyLoad load = SteadyLoad.start(scene.smsc(), RATE)) {
            load.awaitAnswered(RATE / 2);
            scene.b().kill();
            long failed = System.nanoTime();
            load.awaitAnswered(RATE);
            scene.b().start();
            scene.b().active(SOON);
            load.awaitAnswered(RATE / 2);
            List<SteadyLoad.Sent> sent = load.stop();
            assertThat(SteadyLoad.unanswered(sent, ON_THE_WAY, failed)).isEmpty();
            assertThat(sent.stream().filter(SteadyLoad.Sent::unanswered).count())
                    .isLessThan(RATE / 5);
        }
    }

    @Test
    void aMessageIsAnsweredOverTheOtherGatewayWhenItsOwnSaysThatTheSmscIsUnavailable() {
        try (SteadyLoad load = SteadyLoad.start(scene.smsc(), RATE)) {
            load.awaitAnswered(RATE / 2);
            scene.a().answers().unavailable(2);
            scene.a().link(SOON).send(M3uaMessage.destinations(MessageType.DUNA, 101, 2));
            load.awaitAnswered(RATE / 2);
            scene.a().answers().available(2);
            scene.a().link(SOON).send(M3uaMessage.destinations(MessageType.DAVA, 101, 2));
            load.awaitAnswered(RATE / 2);
            assertThat(load.stop()).noneMatch(SteadyLoad.Sent::unanswered);
        }
    }

    @Test
    void onlyWhatIsOnTheWayIsLostWhenTheHubIsRestarted() {
        try (SteadyLoad load = SteadyLoad.start(scene.smsc(), RATE)) {
            load.awaitAnswered(RATE / 2);
            scene.scene().restart();
            long running = System.nanoTime();
            scene.awaitAllActive();
            load.awaitAnswered(RATE);
            List<SteadyLoad.Sent> sent = load.stop();
            assertThat(sent).noneMatch(message -> message.at() > running && message.unanswered());
            assertThat(sent.stream().filter(SteadyLoad.Sent::unanswered).count())
                    .isLessThan(RATE / 10);
        }
    }
}
