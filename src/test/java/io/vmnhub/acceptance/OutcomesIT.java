// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.MapError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the application does becomes the one answer to the SMSC, in time. */
class OutcomesIT {

    private static final int LIMIT = 2_500;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(9);

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
                                "9s",
                                "camel.component.ss7-map.max-in-progress",
                                String.valueOf(LIMIT),
                                "test.confirm-within",
                                "3s"));
        smsc = scene.connect(builder -> builder.asAsp(101).answerTimeout(Duration.ofSeconds(30)))
                .activate();
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @AfterEach
    void everyInvokeHadOneAnswer() {
        scene.awaitNoDialogues();
        assertThat(smsc.counts().inFlight()).as(smsc.counts().toString()).isZero();
        assertThat(smsc.counts().answers(Answer.Kind.NONE)).isZero();
        smsc.assertNothingWrong();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void aStatusOfSuccessConfirms(int status) {
        scene.application().answering("/web", status);
        assertThat(smsc.forwardSm(3, Scene.WEB, text("status " + status)).isResult())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 400, 404, 500, 501})
    void anyOtherStatusIsATemporaryError(int status) {
        scene.application().answering("/web", status);
        for (int version = 1; version <= 3; version++) {
            assertThat(smsc.forwardSm(version, Scene.WEB, text("status " + status))
                            .error()
                            .code())
                    .isEqualTo(MapError.SYSTEM_FAILURE);
        }
    }

    @Test
    void aRefusedConnectionIsATemporaryError() {
        assertThat(smsc.forwardSm(3, Scene.NOBODY_LISTENS, text("refused"))
                        .error()
                        .code())
                .isEqualTo(MapError.SYSTEM_FAILURE);
    }

    @Test
    void aConnectionThatBreaksIsATemporaryError() {
        scene.application().behaving("/web", request -> request.connection().close());
        assertThat(smsc.forwardSm(3, Scene.WEB, text("broken")).error().code()).isEqualTo(MapError.SYSTEM_FAILURE);
    }

    @Test
    void silenceIsATemporaryErrorInTime() {
        scene.application().silent("/web");
        Answer answer = smsc.forwardSm(3, Scene.WEB, text("silence"));
        assertThat(answer.error().code()).isEqualTo(MapError.SYSTEM_FAILURE);
        assertThat(answer.after()).isLessThan(ANSWER_WITHIN);
    }

    @Test
    void anOutcomeAfterTheDeadlineIsForgotten() {
        scene.application().answeringAfter("/late", ANSWER_WITHIN.plusMillis(400), 200);
        List<CompletableFuture<Answer>> late = IntStream.range(0, 50)
                .mapToObj(i -> smsc.forwardSmAsync(1 + i % 3, Scene.LATE, text("late " + i)))
                .toList();
        assertThat(late).allMatch(answer -> answer.join().error().code() == MapError.SYSTEM_FAILURE);
        assertThat(late.get(0).join().after())
                .isBetween(ANSWER_WITHIN.minusMillis(50), ANSWER_WITHIN.plusMillis(2_000));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.hub().counter("vmnhub_map_in_progress", "mt-forwardSM"))
                        .isZero());
    }

    @Test
    void aSlowApplicationDoesNotSlowAnothersMessages() {
        scene.application().answering("/web", 200);
        Runnable answer = scene.application().holding("/slow", 200);
        int before = scene.application().count("/slow");
        List<CompletableFuture<Answer>> slow = IntStream.range(0, 1_500)
                .mapToObj(i -> smsc.forwardSmAsync(3, Scene.SLOW, text("slow")))
                .toList();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(SOON)
                .until(() -> scene.application().count("/slow") >= 1_000 + before);
        for (int i = 0; i < 50; i++) {
            assertThat(smsc.forwardSm(3, Scene.WEB, text("fast")).isResult()).isTrue();
        }
        assertThat(slow)
                .as("messages of the slow application after those of the fast one")
                .anyMatch(message -> !message.isDone());
        answer.run();
        assertThat(slow).allMatch(message -> message.join().kind() != Answer.Kind.NONE);
    }

    @Test
    void tooManyMessagesInProgressAreRefusedEarly() {
        scene.application().answering("/web", 200);
        Runnable answer = scene.application().holding("/slow", 200);
        double before = scene.hub().counter("vmnhub_map_overload_total");
        List<CompletableFuture<Answer>> all = IntStream.range(0, LIMIT + 500)
                .mapToObj(i -> smsc.forwardSmAsync(3, Scene.SLOW, text("slow")))
                .toList();
        await().atMost(SOON)
                .until(() -> all.stream()
                                .filter(message ->
                                        message.isDone() && message.join().kind() == Answer.Kind.ERROR)
                                .count()
                        >= 400);
        assertThat(all).as("those that wait for the application").anyMatch(message -> !message.isDone());
        answer.run();
        assertThat(all).allMatch(message -> message.join().kind() != Answer.Kind.NONE);
        assertThat(scene.hub().counter("vmnhub_map_overload_total") - before).isGreaterThanOrEqualTo(400);
        assertThat(smsc.forwardSm(3, Scene.WEB, text("afterwards")).isResult()).isTrue();
    }
}
