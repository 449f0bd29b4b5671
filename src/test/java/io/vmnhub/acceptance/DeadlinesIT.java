// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.wire.Tlv;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An SMSC is answered in time, whatever holds up the routes. */
class DeadlinesIT {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(1);
    private static final Duration BLOCKED = Duration.ofSeconds(3);

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder)
                .start(
                        "one-link.yaml",
                        Map.of(
                                "camel.component.ss7-map.answer-within",
                                "1s",
                                "camel.component.ss7-map.answer-within-at-most",
                                "10s",
                                "camel.component.ss7-map.route-threads",
                                "1"));
        smsc = scene.connect(builder -> builder.asAsp(101).answerTimeout(Duration.ofSeconds(30)))
                .activate();
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @Test
    void anSmscThatWaitsLongerGetsTheOutcomeThatTakesLonger() {
        Dialogue dialogue = smsc.mtDialogue(3);
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.forwardSm(3),
                Arguments.forwardSm(
                        Arguments.imsi(Scene.BLOCKED),
                        Arguments.serviceCentreAddressOa("447700000100"),
                        text("patient"),
                        false,
                        Tlv.integer(0x02, 30)));
        dialogue.send();
        assertThat(answer.join().isResult()).isTrue();
        assertThat(answer.join().after()).isGreaterThanOrEqualTo(BLOCKED);
    }

    @Test
    void messagesBehindARouteThatBlocksAreAnsweredInTimeAndNotStarted() {
        List<CompletableFuture<Answer>> four = IntStream.range(0, 4)
                .mapToObj(i -> smsc.forwardSmAsync(3, Scene.BLOCKED, text("blocked " + i)))
                .toList();
        assertThat(four).map(CompletableFuture::join).allSatisfy(answer -> {
            assertThat(answer.error().code()).isEqualTo(MapError.SYSTEM_FAILURE);
            assertThat(answer.after()).isBetween(ANSWER_WITHIN, BLOCKED.minusMillis(100));
        });
        // had the other three been started, they would take as long again, each
        await().atMost(BLOCKED.multipliedBy(3))
                .untilAsserted(() -> assertThat(scene.hub().counter("vmnhub_map_in_progress", "mt-forwardSM"))
                        .isZero());
    }
}
