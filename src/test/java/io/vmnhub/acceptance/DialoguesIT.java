// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.GlobalTitle;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.tcap.Component;
import io.vmnhub.peer.tcap.DialoguePortion;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.tcap.TransactionId;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialogues of more than one message, and those that cannot be had. */
class DialoguesIT {

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        scene = Scene.demo(folder);
        smsc = scene.smsc();
        scene.application().answeringAfter("/slow", Duration.ofMillis(300), 200);
    }

    @AfterAll
    static void close() {
        Scene.close(scene);
    }

    @AfterEach
    void nothingStaysOpen() {
        scene.awaitNoDialogues();
    }

    private static Tlv argument(String imsi, String text, boolean more) {
        return Arguments.forwardSm(
                Arguments.imsi(imsi), Arguments.serviceCentreAddressOa("447700000100"), text(text), more);
    }

    private static List<Integer> answeredIds(Dialogue dialogue) {
        return dialogue.received().stream()
                .flatMap(message -> message.components().stream())
                .map(c -> c.id().orElse(-1))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void anEmptyBeginIsContinuedAndTheMessageFollows(int version) {
        Dialogue dialogue = smsc.mtDialogue(version).open();
        Answer answer = dialogue.forwardSm(Scene.WEB, text("two steps " + version), false)
                .join();
        assertThat(answer.isResult()).isTrue();
        assertThat(answer.endsDialogue()).isTrue();
        assertThat(scene.application().message("two steps " + version)).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"2, false", "2, true", "3, false", "3, true"})
    void threeMessagesInOneDialogueAreAnsweredInOrderAndTheLastAnswerEndsIt(int version, boolean emptyBegin) {
        Dialogue dialogue = smsc.mtDialogue(version);
        if (emptyBegin) {
            dialogue.open();
        }
        assertThat(dialogue.forwardSm(Scene.WEB, text("one"), true).join().endsDialogue())
                .isFalse();
        Answer second = dialogue.forwardSm(Scene.UNKNOWN, text("two"), true).join();
        assertThat(second.error().code()).isEqualTo(MapError.UNIDENTIFIED_SUBSCRIBER);
        assertThat(second.endsDialogue()).isFalse();
        Answer third = dialogue.forwardSm(Scene.WEB, text("three"), false).join();
        assertThat(third.isResult()).isTrue();
        assertThat(third.endsDialogue()).isTrue();
    }

    /** From the second message on SMSCs leave the addresses out (TS 29.002 clause 12.9.3): those of the first hold. */
    @ParameterizedTest
    @CsvSource({"2, true", "2, false", "3, true", "3, false"})
    void messagesWithoutAddressesAreForTheSubscriberOfTheFirst(int version, boolean inOneMessage) {
        Dialogue dialogue = smsc.mtDialogue(version);
        CompletableFuture<Answer> first = dialogue.invoke(
                Operation.forwardSm(version), argument(Scene.WEB, "the first of " + version + inOneMessage, true));
        if (!inOneMessage) {
            dialogue.send();
            assertThat(first.join().isResult()).isTrue();
        }
        CompletableFuture<Answer> second = dialogue.invoke(
                Operation.forwardSm(version),
                Arguments.forwardSm(
                        Arguments.noSmRpDa(),
                        Arguments.noSmRpOa(),
                        text("the second of " + version + inOneMessage),
                        true));
        dialogue.send();
        assertThat(second.join().isResult()).isTrue();
        Answer third = dialogue.invokeNow(
                        Operation.forwardSm(version),
                        Arguments.forwardSm(
                                Arguments.noSmRpDa(),
                                Arguments.noSmRpOa(),
                                text("the third of " + version + inOneMessage),
                                false))
                .join();
        assertThat(third.isResult()).isTrue();
        assertThat(third.endsDialogue()).isTrue();
        JsonNode message = scene.application().message("the third of " + version + inOneMessage);
        assertThat(message.path("to").asText()).isEqualTo("+" + Scene.VMN);
        assertThat(message.path("serviceCentreAddress").asText()).isEqualTo("+447700000100");
    }

    @Test
    void aFirstMessageWithoutASubscriberIsForNobody() {
        Answer answer = smsc.mtDialogue(3)
                .invokeNow(
                        Operation.MT_FORWARD_SM,
                        Arguments.forwardSm(Arguments.noSmRpDa(), Arguments.noSmRpOa(), text("nobody"), false))
                .join();
        assertThat(answer.error().code()).isEqualTo(MapError.UNIDENTIFIED_SUBSCRIBER);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aSlowFirstAnswerHoldsBackTheFastSecond(boolean inOneMessage) {
        Dialogue dialogue = smsc.mtDialogue(3);
        if (!inOneMessage) {
            dialogue.open();
        }
        CompletableFuture<Answer> slow = dialogue.invoke(Operation.MT_FORWARD_SM, argument(Scene.SLOW, "slow", true));
        if (!inOneMessage) {
            dialogue.send();
        }
        CompletableFuture<Answer> fast =
                dialogue.invoke(Operation.MT_FORWARD_SM, argument(Scene.AT_ONCE, "fast", false));
        dialogue.send();
        assertThat(slow.join().isResult()).isTrue();
        assertThat(fast.join().isResult()).isTrue();
        assertThat(answeredIds(dialogue)).containsExactly(1, 2);
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void aPeerThatAbortsTakesItsDialogueAway() {
        Dialogue aborted = smsc.mtDialogue(3).open();
        aborted.answerTimeout(Duration.ofMillis(1)).forwardSm(Scene.SLOW, text("aborted"), false);
        aborted.abort();
        Dialogue byProvider = smsc.mtDialogue(2).open();
        byProvider.providerAbort(TcapMessage.RESOURCE_LIMITATION);
        Dialogue ended = smsc.mtDialogue(3).open();
        ended.end();
    }

    @ParameterizedTest
    @CsvSource({"3, 200", "3, 45", "3, 46", "2, 44", "2, 63"})
    void anOperationTheDialogueDoesNotHaveIsRejectedAndTheDialogueEnds(int version, int operation) {
        Dialogue dialogue = smsc.mtDialogue(version);
        CompletableFuture<Answer> answer = dialogue.invoke(operation, Tlv.of(0x30, Tlv.integer(2, 1)));
        dialogue.send();
        assertThat(answer.join().reject().problem())
                .isIn(Component.Reject.INVOKE_UNRECOGNIZED_OPERATION, Component.Reject.INVOKE_MISTYPED_PARAMETER);
        assertThat(answer.join().endsDialogue()).isTrue();
    }

    /**
     * The operation is what tells version 1 its application context (TS 29.002 clause 15.1.3): without one there is no
     * dialogue.
     */
    @Test
    void anUnknownOperationOfVersion1AbortsTheDialogue() {
        Dialogue dialogue = smsc.mtDialogue(1);
        CompletableFuture<Answer> answer = dialogue.invoke(200, null);
        dialogue.send();
        assertThat(answer.join().kind()).isEqualTo(Answer.Kind.ABORTED);
    }

    @Test
    void anUnknownOperationAfterAnEmptyBeginIsRejectedAndTheDialogueEnds() {
        Dialogue dialogue = smsc.mtDialogue(3).open();
        CompletableFuture<Answer> answer = dialogue.invoke(99, null);
        dialogue.send();
        assertThat(answer.join().reject().problem()).isEqualTo(Component.Reject.INVOKE_UNRECOGNIZED_OPERATION);
        assertThat(answer.join().endsDialogue()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aParameterOfTheWrongTypeIsRejectedAndTheDialogueEnds(int version) {
        Dialogue dialogue = smsc.mtDialogue(version);
        CompletableFuture<Answer> answer = dialogue.invoke(Operation.forwardSm(version), Tlv.integer(2, 5));
        dialogue.send();
        assertThat(answer.join().reject().type()).isEqualTo(Component.ProblemType.INVOKE);
        assertThat(answer.join().reject().problem()).isEqualTo(Component.Reject.INVOKE_MISTYPED_PARAMETER);
        assertThat(answer.join().endsDialogue()).isTrue();
    }

    @Test
    void aMessageBesideAnUnknownOperationIsAnswered() {
        Dialogue dialogue = smsc.mtDialogue(3);
        CompletableFuture<Answer> wrong = dialogue.invoke(99, null);
        CompletableFuture<Answer> right =
                dialogue.invoke(Operation.MT_FORWARD_SM, argument(Scene.WEB, "beside", false));
        dialogue.send();
        assertThat(wrong.join().reject().problem()).isEqualTo(Component.Reject.INVOKE_UNRECOGNIZED_OPERATION);
        assertThat(right.join().isResult()).isTrue();
        assertThat(dialogue.isOver()).isTrue();
    }

    @Test
    void aSecondInvokeOfTheSameIdIsRejected(@TempDir Path another) throws Exception {
        Scene own = Scene.demo(another);
        Smsc tolerant = own.smsc();
        Dialogue twice = tolerant.mtDialogue(3).open();
        CompletableFuture<Answer> right =
                twice.add(Component.Invoke.of(7, Operation.MT_FORWARD_SM, argument(Scene.SLOW, "seven", false)));
        twice.add(new Component.Raw(
                Component.Invoke.of(7, Operation.MT_FORWARD_SM, argument(Scene.WEB, "seven again", false))
                        .encode()));
        twice.send();
        twice.await(message -> message.kind() == TcapMessage.Kind.END, SOON);
        assertThat(right.join().kind()).isIn(Answer.Kind.RESULT, Answer.Kind.REJECT);
        assertThat(twice.received().stream()
                        .flatMap(m -> m.components().stream())
                        .filter(Component.Reject.class::isInstance))
                .hasSize(1);
        own.awaitNoDialogues();
        own.abandon();
    }

    @Test
    void anInvokeLinkedToNothingIsRejectedAndTheDialogueEnds() {
        Dialogue dialogue = smsc.mtDialogue(3);
        CompletableFuture<Answer> answer = dialogue.add(new Component.Invoke(
                1, OptionalInt.of(5), Operation.MT_FORWARD_SM, Optional.of(argument(Scene.WEB, "linked", false))));
        dialogue.send();
        assertThat(answer.join().reject().type()).isEqualTo(Component.ProblemType.INVOKE);
        assertThat(answer.join().endsDialogue()).isTrue();
    }

    @Test
    void aVersionAboveOursIsRefusedWithTheHighestThatThereIs() {
        Answer forward = smsc.forwardSm(4, Scene.WEB, text("version 4"));
        assertThat(forward.alternativeContext())
                .isEqualTo(ApplicationContext.shortMsgMtRelay(3).objectIdentifier());
        Answer routing = smsc.sriSm(4, Scene.VMN);
        assertThat(routing.alternativeContext())
                .isEqualTo(ApplicationContext.shortMsgGateway(3).objectIdentifier());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.4.0.0.1.0.99.3", "0.4.0.0.1.0.1.3", "0.4.0.0.1.0.50.3", "1.2.3"})
    void anApplicationContextThatTheHubHasNotIsRefused(String context) {
        Dialogue dialogue =
                smsc.mtDialogue(3).dialoguePortion(Optional.of(new DialoguePortion.Request(context, Optional.empty())));
        Answer answer = dialogue.forwardSm(Scene.WEB, text("context"), false).join();
        assertThat(answer.kind()).isIn(Answer.Kind.REFUSED, Answer.Kind.ABORTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 25})
    void aVersion1ContextInADialoguePortionGetsOneEnd(int name) {
        Dialogue dialogue = smsc.mtDialogue(3)
                .dialoguePortion(
                        Optional.of(new DialoguePortion.Request("0.4.0.0.1.0." + name + ".1", Optional.empty())));
        Answer answer = dialogue.forwardSm(Scene.WEB, text("context"), false).join();
        assertThat(answer.kind()).isNotIn(Answer.Kind.NONE, Answer.Kind.RETURNED);
        assertThat(answer.endsDialogue()).isTrue();
        smsc.signalling().forgetViolations();
    }

    @Test
    void mobileOriginatedMessagesAreNotTaken() {
        for (int version = 2; version <= 3; version++) {
            Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgMoRelay(version));
            CompletableFuture<Answer> answer = dialogue.invoke(
                    Operation.FORWARD_SM,
                    Arguments.forwardSm(
                            Arguments.serviceCentreAddressOa("447700000100"),
                            Arguments.msisdnOa("447700900000"),
                            text("mo"),
                            false));
            dialogue.send();
            assertThat(answer.join().kind()).isIn(Answer.Kind.REJECT, Answer.Kind.REFUSED, Answer.Kind.ERROR);
            assertThat(answer.join().endsDialogue()).isTrue();
        }
    }

    @Test
    void reportsOfSuccessAreTakenInEveryVersion() {
        assertThat(smsc.reportSmDeliveryStatus(2, Scene.VMN, Arguments.DeliveryOutcome.SUCCESSFUL_TRANSFER, -1)
                                .isResult()
                        || smsc.reportSmDeliveryStatus(2, Scene.VMN, Arguments.DeliveryOutcome.SUCCESSFUL_TRANSFER, -1)
                                        .error()
                                        .code()
                                == MapError.SYSTEM_FAILURE)
                .isTrue();
    }

    @Test
    void anAlertOfVersion1IsNotAnswered() {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgAlert(1)).answerTimeout(Duration.ofMillis(500));
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.ALERT_SERVICE_CENTRE_WITHOUT_RESULT,
                Tlv.of(0x30, new Tlv(0x04, new byte[] {(byte) 0x91, 0x44, 0x77, 0x00}), new Tlv(0x04, new byte[] {
                    (byte) 0x91, 0x44, 0x77, 0x00
                })));
        dialogue.send();
        assertThat(answer.join().kind()).isEqualTo(Answer.Kind.NONE);
        dialogue.forget();
    }

    @Test
    void transactionIdsCannotBeGuessed() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Dialogue dialogue = smsc.mtDialogue(3).open();
            ids.add(dialogue.hubsId().value());
            dialogue.end();
        }
        assertThat(ids).doesNotHaveDuplicates();
        for (int i = 1; i < ids.size(); i++) {
            assertThat(Math.abs(ids.get(i) - ids.get(i - 1)))
                    .as("distance of %s", ids)
                    .isGreaterThan(1000);
        }
    }

    /** Whoever has learnt a transaction id but is not the peer neither puts a message in nor ends the dialogue. */
    @Test
    void nobodyElseGetsIntoADialogue() {
        Dialogue dialogue = smsc.mtDialogue(3).open();
        PartyAddress stranger = PartyAddress.title("33600000099", 8);
        PartyAddress self = PartyAddress.title("447700000100", 8);
        TransactionId wrong = new TransactionId(dialogue.id().value() ^ 1, 4);
        double refused = scene.hub().counter("vmnhub_ss7_refused_total");
        dialogue.forge(
                stranger,
                dialogue.id(),
                Component.Invoke.of(1, Operation.MT_FORWARD_SM, argument(Scene.WEB, "injected", false)));
        dialogue.forge(
                self, wrong, Component.Invoke.of(1, Operation.MT_FORWARD_SM, argument(Scene.WEB, "injected", false)));
        dialogue.forge(stranger, TcapMessage.end(dialogue.hubsId(), Optional.empty(), List.of()));
        dialogue.forge(stranger, TcapMessage.userAbort(dialogue.hubsId(), Optional.empty()));
        dialogue.forge(stranger, TcapMessage.providerAbort(dialogue.hubsId(), TcapMessage.RESOURCE_LIMITATION));
        assertThat(dialogue.forwardSm(Scene.WEB, text("by the peer"), false)
                        .join()
                        .isResult())
                .isTrue();
        assertThat(scene.application().message("by the peer")).isNotNull();
        assertThat(scene.application().posted())
                .noneMatch(posted -> posted.text().equals("injected"));
        assertThat(scene.hub().counter("vmnhub_ss7_refused_total") - refused).isEqualTo(5);
    }

    /** Translations on the way change type, plan and nature of a title, but not its digits. */
    @Test
    void theDigitsOfTheCallingTitleAreEnough() {
        Dialogue dialogue = smsc.mtDialogue(3).open();
        dialogue.from(PartyAddress.title(new GlobalTitle(4, 9, 6, 3, "447700000100"), 8));
        assertThat(dialogue.forwardSm(Scene.WEB, text("translated"), false)
                        .join()
                        .isResult())
                .isTrue();
    }

    @Test
    void aNetworkThatChangesTheCallingTitleCanHaveItUnchecked(@TempDir Path another) throws Exception {
        try (Scene own = Scene.demo(another, java.util.Map.of("test.check-calling-title", "false"))) {
            Dialogue dialogue = own.smsc().mtDialogue(3).open().from(PartyAddress.title("447700000188", 8));
            assertThat(dialogue.forwardSm(Scene.AT_ONCE, text("changed"), false)
                            .join()
                            .isResult())
                    .isTrue();
        }
    }

    /** MAP has local operation codes only (TS 29.002 clause 17.5); a global one is an operation that nobody has. */
    @ParameterizedTest
    @CsvSource({"2, false", "3, false", "3, true"})
    void aGlobalOperationCodeIsRejectedAtOnce(int version, boolean emptyBegin) {
        Dialogue dialogue = smsc.mtDialogue(version);
        if (emptyBegin) {
            dialogue.open();
        }
        dialogue.add(new Component.Raw(Tlv.of(
                0xa1,
                Tlv.integer(2, 1),
                new Tlv(0x06, new byte[] {4, 0, 0, 1, 0, 25, 3}),
                argument(Scene.WEB, "global", false))));
        dialogue.send();
        Component.Reject reject = rejectIn(dialogue);
        assertThat(reject.id()).hasValue(1);
        assertThat(reject.type()).isEqualTo(Component.ProblemType.INVOKE);
        assertThat(reject.problem()).isEqualTo(Component.Reject.INVOKE_UNRECOGNIZED_OPERATION);
        assertThat(scene.application().posted())
                .noneMatch(posted -> posted.text().equals("global"));
        smsc.signalling().forgetViolations();
    }

    /** An invoke id is one octet (Q.773 clause 4.2.2.1); what has none can only be rejected without it. */
    @ParameterizedTest
    @ValueSource(strings = {"02020101", "0200", "020400000001"})
    void anInvokeIdThatIsNotOneOctetIsRejectedAndNothingIsDelivered(String id) {
        Dialogue dialogue = smsc.mtDialogue(3);
        dialogue.add(new Component.Raw(Tlv.of(
                0xa1,
                Tlv.decode(Octets.hex(id)),
                Tlv.integer(2, Operation.MT_FORWARD_SM),
                argument(Scene.WEB, "wide id", false))));
        dialogue.send();
        Component.Reject reject = rejectIn(dialogue);
        assertThat(reject.id()).isEmpty();
        assertThat(reject.type()).isEqualTo(Component.ProblemType.GENERAL);
        assertThat(reject.problem()).isEqualTo(Component.Reject.MISTYPED_COMPONENT);
        assertThat(scene.application().posted())
                .noneMatch(posted -> posted.text().equals("wide id"));
    }

    /** Linked ids, operation codes and error codes that are none: jSS7 fails on them, the hub answers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a10c0201018002010102012c3000",
                "a10702010102003000",
                "a109020101060280803000",
                "a10b0201010206000000000001"
            })
    void aComponentWithAWrongCodeIsRejectedAndTheDialogueEnds(String component) {
        Dialogue dialogue = smsc.mtDialogue(3);
        dialogue.add(new Component.Raw(Tlv.decode(Octets.hex(component))));
        dialogue.send();
        assertThat(rejectIn(dialogue).problem()).isEqualTo(Component.Reject.MISTYPED_COMPONENT);
        smsc.signalling().forgetViolations();
    }

    /** A MAP-OPEN in the dialogue portion; its content in octets. */
    @ParameterizedTest
    @CsvSource({
        "8006914477000010, true",
        "8006914477000010810691447700000181, false",
        "'', true",
        "800591, false",
        "80847fffffff, false",
        "a0847fffffff91, false"
    })
    void aMapOpenThatCannotBeReadEndsTheDialogue(String content, boolean readable) {
        Dialogue dialogue = smsc.mtDialogue(3)
                .dialoguePortion(Optional.of(new DialoguePortion.Request(
                        ApplicationContext.shortMsgMtRelay(3).objectIdentifier(),
                        Optional.of(new Tlv(0xa0, Octets.hex(content))))));
        Answer answer =
                dialogue.forwardSm(Scene.AT_ONCE, text("MAP-OPEN"), false).join();
        assertThat(answer.kind()).isEqualTo(readable ? Answer.Kind.RESULT : Answer.Kind.ABORTED);
        smsc.signalling().forgetViolations();
    }

    private static Component.Reject rejectIn(Dialogue dialogue) {
        TcapMessage end = dialogue.await(message -> message.kind() == TcapMessage.Kind.END, SOON);
        return (Component.Reject) end.components().get(0);
    }

    @Test
    void aHundredInvokesInOneDialogueAreAnsweredInOrder() {
        Dialogue dialogue = smsc.mtDialogue(3).open();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            answers.add(dialogue.forwardSm(i % 10 == 0 ? Scene.SLOW : Scene.AT_ONCE, text("n" + i), i < 99));
        }
        assertThat(answers).allMatch(answer -> answer.join().isResult());
        assertThat(answeredIds(dialogue)).isSorted().hasSize(100);
    }
}
