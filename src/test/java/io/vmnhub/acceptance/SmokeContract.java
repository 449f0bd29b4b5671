// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What must work over every transport and in every role. */
interface SmokeContract {

    Scene scene();

    private Smsc smsc() {
        return scene().smsc();
    }

    @Test
    default void routingInfoIsGivenInEveryVersion() {
        for (int version = 1; version <= 3; version++) {
            assertThat(smsc().sriSm(version, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
            assertThat(smsc().sriSm(version, "447700909999").error().code()).isEqualTo(MapError.UNKNOWN_SUBSCRIBER);
        }
    }

    @Test
    default void messagesAreTakenInEveryVersion() {
        for (int version = 1; version <= 3; version++) {
            assertThat(smsc().forwardSm(version, Scene.WEB, text("hello " + version))
                            .isResult())
                    .isTrue();
            assertThat(scene().application().message("hello " + version)).isNotNull();
            assertThat(smsc().forwardSm(version, Scene.UNKNOWN, text("lost"))
                            .error()
                            .code())
                    .isEqualTo(MapError.UNIDENTIFIED_SUBSCRIBER);
        }
    }

    @Test
    default void threeMessagesGoInOneDialogueAfterAnEmptyBegin() {
        Dialogue dialogue = smsc().mtDialogue(3).open();
        assertThat(dialogue.forwardSm(Scene.WEB, text("one"), true).join().endsDialogue())
                .isFalse();
        assertThat(dialogue.forwardSm(Scene.AT_ONCE, text("two"), true).join().endsDialogue())
                .isFalse();
        assertThat(dialogue.forwardSm(Scene.WEB, text("three"), false).join().endsDialogue())
                .isTrue();
    }

    @Test
    default void aLongMessageComesInSegments() {
        byte[] longest =
                SmsDeliverTpdu.from("447700900123").binary(new byte[140]).encode();
        for (int segments : new int[] {2, 5, 16}) {
            assertThat(smsc().mtDialogue(3)
                            .segments(segments)
                            .forwardSm(Scene.WEB, longest, false)
                            .join()
                            .isResult())
                    .isTrue();
        }
    }

    @Test
    default void aThousandMessagesAtOnceAreAllAnswered() {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(smsc().mtDialogue(1 + i % 3)
                    .answerTimeout(Duration.ofSeconds(60))
                    .forwardSm(Scene.AT_ONCE, text("many"), false));
        }
        assertThat(answers).allMatch(answer -> answer.join().isResult());
    }
}
