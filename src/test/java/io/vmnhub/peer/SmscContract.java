// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.sccp.SubsystemManagement;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.wire.Octets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the SMSC does over any transport, tried against {@link StandInHub}. */
interface SmscContract {

    Duration SOON = Duration.ofSeconds(10);
    String IMSI = "234150000000001";
    byte[] HELLO = SmsDeliverTpdu.from("447700900123").gsm7("Hello").encode();

    /** The two ends of one link, the hub's side first; neither is activated. */
    Pair pair();

    /** Opens them anew. */
    void openPair() throws Exception;

    record Pair(Smsc hub, Smsc smsc) {}

    @BeforeEach
    default void open() throws Exception {
        openPair();
        pair().smsc.activate();
        pair().hub.activate();
        StandInHub.behind(pair().hub);
    }

    @AfterEach
    default void close() {
        pair().smsc.close();
        pair().hub.close();
    }

    @Test
    default void routingInfoComesInEveryVersion() {
        for (int version = 1; version <= 3; version++) {
            Answer answer = pair().smsc.sriSm(version, "447700900001");
            assertThat(answer.imsi()).isEqualTo(IMSI);
            assertThat(answer.networkNodeNumber()).isEqualTo("447700000001");
        }
        pair().smsc.assertNothingWrong();
    }

    @Test
    default void messagesAreTakenInEveryVersionAndRefusedByTheirError() {
        for (int version = 1; version <= 3; version++) {
            assertThat(pair().smsc.forwardSm(version, IMSI, HELLO).isResult()).isTrue();
            assertThat(pair().smsc
                            .forwardSm(version, "234150000000009", HELLO)
                            .error()
                            .code())
                    .isEqualTo(MapError.UNIDENTIFIED_SUBSCRIBER);
        }
        pair().smsc.assertNothingWrong();
        assertThat(pair().smsc.counts().answers(Answer.Kind.ERROR)).isEqualTo(3);
    }

    @Test
    default void threeMessagesGoInOneDialogueAfterAnEmptyBegin() {
        Dialogue dialogue = pair().smsc.mtDialogue(3).open();
        assertThat(dialogue.forwardSm(IMSI, HELLO, true).join().endsDialogue()).isFalse();
        assertThat(dialogue.forwardSm(IMSI, HELLO, true).join().endsDialogue()).isFalse();
        assertThat(dialogue.forwardSm(IMSI, HELLO, false).join().endsDialogue()).isTrue();
        assertThat(dialogue.isOver()).isTrue();
        pair().smsc.assertNothingWrong();
    }

    @Test
    default void aLongMessageGoesInSegments() {
        byte[] longest =
                SmsDeliverTpdu.from("447700900123").binary(new byte[140]).encode();
        CompletableFuture<Answer> answer = pair().smsc.mtDialogue(3).segments(3).forwardSm(IMSI, longest, false);
        assertThat(answer.join().isResult()).isTrue();
        pair().smsc.assertNothingWrong();
        pair().hub.assertNothingWrong();
    }

    @Test
    default void anUnknownOperationIsRejectedAndAnUnknownVersionRefused() {
        Dialogue dialogue = pair().smsc.mtDialogue(3);
        CompletableFuture<Answer> unknown = dialogue.invoke(200, null);
        dialogue.send();
        assertThat(unknown.join().reject().problem()).isEqualTo(Component.Reject.INVOKE_UNRECOGNIZED_OPERATION);
        Answer refused = pair().smsc.forwardSm(9, IMSI, HELLO);
        assertThat(refused.alternativeContext())
                .isEqualTo(ApplicationContext.shortMsgMtRelay(3).objectIdentifier());
    }

    @Test
    default void aSecondAnswerIsCountedAndTold() {
        assertThat(pair().smsc.forwardSm(3, "234150000000008", HELLO).isResult())
                .isTrue();
        await().atMost(SOON).until(() -> pair().smsc.counts().doubleAnswers() == 1);
        await().atMost(SOON)
                .untilAsserted(() -> assertThatThrownBy(pair().smsc::assertNothingWrong)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("after the end"));
    }

    @Test
    default void thousandsOfDialoguesAreInFlightAtOnce() {
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            answers.add(pair().smsc.forwardSmAsync(3, IMSI, HELLO));
        }
        assertThat(answers).allMatch(answer -> answer.join().isResult());
        assertThat(pair().smsc.counts().inFlight()).isZero();
        pair().smsc.assertNothingWrong();
    }

    @Test
    default void subsystemsAreTestedAndHeartbeatsReturned() {
        pair().smsc.signalling().subsystemTest(8);
        assertThat(pair().smsc.signalling().awaitManagement(SOON).format()).isEqualTo(SubsystemManagement.Format.SSA);
        pair().smsc.link().beat(Octets.hex("0102"), SOON);
    }

    @Test
    default void whatIsAskedIsDoneInActiveAndOutOfService() {
        pair().smsc.link().deactivate(SOON);
        pair().smsc.link().down(SOON);
        await().untilAsserted(() -> assertThat(pair().hub.link().received())
                .extracting(m -> m.messageType())
                .containsSubsequence(MessageType.ASPIA.type(), MessageType.ASPDN.type()));
        pair().smsc.activate();
        assertThat(pair().smsc.sriSm(3, "447700900001").imsi()).isEqualTo(IMSI);
    }

    @Test
    default void silenceIsAnAnswerToo() {
        pair().hub.transactions().answerBegins(begin -> List.of());
        CompletableFuture<Answer> answer =
                pair().smsc.mtDialogue(3).answerTimeout(Duration.ofMillis(500)).forwardSm(IMSI, HELLO, false);
        assertThat(answer.join().kind()).isEqualTo(Answer.Kind.NONE);
        assertThat(pair().smsc.counts().answers(Answer.Kind.NONE)).isEqualTo(1);
    }

    @Test
    default void abortsAndReturnedMessagesEndTheInvoke() {
        pair().hub
                .transactions()
                .answerBegins(begin -> List.of(
                        TcapMessage.providerAbort(begin.originating().orElseThrow(), TcapMessage.RESOURCE_LIMITATION)));
        assertThat(pair().smsc.forwardSm(3, IMSI, HELLO).abortCause()).hasValue(TcapMessage.RESOURCE_LIMITATION);
        Dialogue dialogue = pair().smsc.mtDialogue(3);
        CompletableFuture<Answer> answer = dialogue.invoke(44, null);
        byte[] own = dialogue.encoded();
        pair().hub.transactions().answerBegins(begin -> {
            pair().hub.signalling().send(dialogue.unitdata(own).returned(1), 0);
            return List.of();
        });
        dialogue.send();
        assertThat(answer.join().returnCause()).hasValue(1);
    }

    @Test
    default void everyMalformedPduOfUpperLayersIsTakenAndTheNextMessageAnswered() {
        MalformedPdus wrong = new MalformedPdus(pair().smsc, "447700900001", IMSI);
        pair().hub.transactions().answerBegins(begin -> List.of());
        for (List<MalformedPdus.Case> cases : List.of(wrong.sccp(), wrong.tcap(), wrong.map())) {
            assertThat(cases).hasSizeGreaterThan(10);
            cases.forEach(wrong::send);
        }
        StandInHub.behind(pair().hub);
        assertThat(pair().smsc.sriSm(3, "447700900001").imsi()).isEqualTo(IMSI);
        assertThat(pair().hub.violations()).hasSizeGreaterThan(30);
        assertThat(pair().smsc.violations()).isEmpty();
    }
}
