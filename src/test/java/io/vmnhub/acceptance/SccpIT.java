// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Dialogue;
import io.vmnhub.peer.MalformedPdus;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.map.ApplicationContext;
import io.vmnhub.peer.map.Arguments;
import io.vmnhub.peer.map.MapError;
import io.vmnhub.peer.map.Operation;
import io.vmnhub.peer.sccp.GlobalTitle;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.sccp.SubsystemManagement;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import io.vmnhub.peer.tcap.TcapMessage;
import io.vmnhub.peer.wire.Octets;
import io.vmnhub.peer.wire.Tlv;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Segmentation both ways, global titles, routing on subsystem numbers and their management. */
class SccpIT {

    private static final int NO_TRANSLATION_OF_SUCH_NATURE = 0;
    private static final int NO_TRANSLATION = 1;
    private static final int UNEQUIPPED_USER = 4;
    private static final int UNQUALIFIED = 7;
    private static final int ERROR_IN_MESSAGE_TRANSPORT = 8;
    private static final int HOP_COUNTER_VIOLATION = 12;
    private static final byte[] NO_OPTIONS = {};

    @TempDir
    private static Path folder;

    private static Scene scene;
    private static Smsc smsc;

    @BeforeAll
    static void open() throws Exception {
        scene = new Scene(folder).start("titles.yaml", java.util.Map.of());
        smsc = scene.connect(builder -> builder.asAsp(101)).activate();
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

    private static CompletableFuture<Answer> routing(Dialogue dialogue, String msisdn) {
        CompletableFuture<Answer> answer = dialogue.invoke(
                Operation.SEND_ROUTING_INFO_FOR_SM, Arguments.routingInfoForSm(msisdn, true, "447700000100"));
        dialogue.send();
        return answer;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 16})
    void aMessageInSegmentsIsTaken(int segments) {
        String longest = "x".repeat(150) + " " + segments;
        byte[] tpdu = SmsDeliverTpdu.from("447700900123").gsm7(longest).encode();
        assertThat(smsc.mtDialogue(3)
                        .segments(segments)
                        .forwardSm(Scene.WEB, tpdu, false)
                        .join()
                        .isResult())
                .isTrue();
        assertThat(scene.application().message(longest)).isNotNull();
    }

    @Test
    void aLongAnswerOfTheHubComesInSegments() {
        Dialogue dialogue = smsc.mtDialogue(3);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(dialogue.invoke(
                    Operation.MT_FORWARD_SM,
                    Arguments.forwardSm(
                            Arguments.imsi(i == 0 ? Scene.SLOW : Scene.REJECT),
                            Arguments.serviceCentreAddressOa("447700000100"),
                            text("sm-DeliveryFailure"),
                            i < 39)));
        }
        dialogue.send();
        assertThat(answers.get(0).join().isResult()).isTrue();
        assertThat(answers.subList(1, 40))
                .allMatch(answer -> answer.join().error().code() == MapError.SM_DELIVERY_FAILURE);
        assertThat(dialogue.received()).hasSizeLessThan(40);
    }

    @Test
    void segmentsThatNeverBecomeWholeHarmNobody() {
        MalformedPdus wrong = new MalformedPdus(smsc, Scene.VMN, Scene.WEB);
        SccpMessage whole = smsc.mtDialogue(3).unitdata(wrong.routingInfo());
        SccpMessage extended = SccpMessage.xudt(whole.called(), whole.calling(), whole.data());
        for (int reference = 5_000; reference < 5_200; reference++) {
            List<SccpMessage> parts = extended.segments(4, reference);
            List<SccpMessage> sent = switch (reference % 4) {
                case 0 -> parts.subList(0, 2);
                case 1 -> List.of(parts.get(1), parts.get(0), parts.get(3), parts.get(2));
                case 2 -> List.of(parts.get(0), parts.get(2), parts.get(3));
                default -> parts.subList(3, 4);
            };
            sent.forEach(part -> smsc.signalling().sendSccp(part.encode(), 0));
            if (reference % 20 == 0) {
                assertThat(smsc.mtDialogue(3)
                                .segments(3)
                                .forwardSm(Scene.AT_ONCE, text("next"), false)
                                .join()
                                .isResult())
                        .isTrue();
            }
        }
    }

    @Test
    void aTitleThatNobodyKnowsComesBackWhenReturnIsWanted() {
        for (boolean extended : new boolean[] {false, true}) {
            Dialogue dialogue =
                    smsc.dialogue(ApplicationContext.shortMsgGateway(3)).to(PartyAddress.title("33600000000", 6));
            Answer answer = routing(extended ? dialogue.xudt(5) : dialogue, "33600000000")
                    .join();
            assertThat(answer.kind()).isEqualTo(Answer.Kind.RETURNED);
            assertThat(answer.returnCause()).hasValue(NO_TRANSLATION);
        }
    }

    @Test
    void aTitleThatNobodyKnowsIsDroppedWhenReturnIsNotWanted() {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgGateway(3))
                .to(PartyAddress.title("33600000000", 6))
                .returnOnError(false)
                .answerTimeout(Duration.ofMillis(400));
        assertThat(routing(dialogue, "33600000000").join().kind()).isEqualTo(Answer.Kind.NONE);
        dialogue.forget();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true"})
    void aMessageRoutedOnSubsystemAndPointCodeIsAnswered(boolean called, boolean calling) {
        Dialogue dialogue = smsc.mtDialogue(3);
        dialogue.to(called ? PartyAddress.subsystem(1, 8) : PartyAddress.title("447700000001", 8));
        dialogue.from(calling ? PartyAddress.subsystem(2, 8) : PartyAddress.title("447700000100", 8));
        assertThat(dialogue.forwardSm(Scene.WEB, text("by subsystem"), false)
                        .join()
                        .isResult())
                .isTrue();
    }

    @Test
    void anAddressWithBothTitleAndSubsystemIsRoutedAsItsIndicatorSays() {
        Dialogue dialogue = smsc.mtDialogue(3)
                .to(PartyAddress.title("999", 8).withPointCode(1).routedOnSsn());
        assertThat(dialogue.forwardSm(Scene.WEB, text("on subsystem"), false)
                        .join()
                        .isResult())
                .isTrue();
    }

    @Test
    void aSubsystemThatTheHubHasNotComesBack() {
        Answer byPointCode = smsc.mtDialogue(3)
                .to(PartyAddress.subsystem(1, 7))
                .forwardSm(Scene.WEB, text("vlr"), false)
                .join();
        assertThat(byPointCode.kind()).isEqualTo(Answer.Kind.RETURNED);
        assertThat(byPointCode.returnCause()).hasValue(UNEQUIPPED_USER);
        Answer byTitle = smsc.mtDialogue(3)
                .to(PartyAddress.title("447700000001", 7))
                .forwardSm(Scene.WEB, text("vlr"), false)
                .join();
        assertThat(byTitle.kind()).isEqualTo(Answer.Kind.RETURNED);
    }

    @Test
    void subsystemTestsOfTheHubsSubsystemsAreAnswered() {
        for (int subsystem : new int[] {6, 8}) {
            smsc.signalling().subsystemTest(subsystem);
            SubsystemManagement answer = awaitAbout(subsystem, SOON);
            assertThat(answer.format()).isEqualTo(SubsystemManagement.Format.SSA);
            assertThat(answer.affectedPointCode()).isEqualTo(1);
        }
        smsc.signalling().subsystemTest(9);
        assertThatThrownBy(() -> awaitAbout(9, Duration.ofMillis(300))).isInstanceOf(AssertionError.class);
    }

    /** Messages to a subsystem that the hub has not are told about by SSP, too (Q.714 clause 5.3.2.2). */
    private static SubsystemManagement awaitAbout(int subsystem, Duration timeout) {
        SubsystemManagement next = smsc.signalling().awaitManagement(timeout);
        return next.affectedSubsystem() == subsystem ? next : awaitAbout(subsystem, timeout);
    }

    @Test
    void prohibitedSubsystemsOfThePeerStopNoAnswerForGood() {
        smsc.signalling().manage(new SubsystemManagement(SubsystemManagement.Format.SSP, 8, 2, 0));
        smsc.signalling().manage(new SubsystemManagement(SubsystemManagement.Format.SSA, 8, 2, 0));
        // the two may be worked at side by side, so the first message may come in between
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            Dialogue dialogue = smsc.mtDialogue(3).from(PartyAddress.subsystem(2, 8));
            return dialogue.forwardSm(Scene.WEB, text("after SSA"), false)
                    .join()
                    .isResult();
        });
    }

    /**
     * The rules of titles.yaml: 4912 only in plan 1, 4913 only of type 7, 4914 only international, 4915 in any form.
     */
    @ParameterizedTest
    @CsvSource({
        "4, 0, 1, 4, 49120001, true",
        "4, 0, 6, 4, 49120001, false",
        "3, 0, 1, 0, 49120001, true",
        "3, 0, 6, 0, 49120001, false",
        "4, 7, 1, 4, 49130001, true",
        "4, 0, 1, 4, 49130001, false",
        "2, 7, 0, 0, 49130001, true",
        "2, 8, 0, 0, 49130001, false",
        "4, 0, 1, 4, 49140001, true",
        "4, 0, 1, 3, 49140001, false",
        "1, 0, 0, 4, 49140001, true",
        "1, 0, 0, 3, 49140001, false",
        "1, 0, 0, 4, 4915000, true",
        "2, 9, 0, 0, 49150001, true",
        "3, 9, 6, 0, 4915000, true",
        "4, 9, 6, 3, 4915000, true"
    })
    void aRuleLooksAtTheWholeTitle(
            int indicator, int translationType, int numberingPlan, int nature, String digits, boolean ours) {
        Dialogue dialogue = smsc.dialogue(ApplicationContext.shortMsgGateway(3))
                .to(PartyAddress.title(new GlobalTitle(indicator, translationType, numberingPlan, nature, digits), 6));
        Answer answer = routing(dialogue, Scene.VMN).join();
        if (ours) {
            assertThat(answer.imsi()).isEqualTo(Scene.WEB);
        } else {
            assertThat(answer.kind()).isEqualTo(Answer.Kind.RETURNED);
        }
    }

    @Test
    void theCalledTitleIsTheCallingTitleOfTheAnswer() {
        Dialogue dialogue = smsc.mtDialogue(3).open();
        dialogue.forwardSm(Scene.WEB, text("same title"), false).join();
        assertThat(dialogue.received())
                .extracting(TcapMessage::kind)
                .containsExactly(TcapMessage.Kind.CONTINUE, TcapMessage.Kind.END);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15})
    void aHopCounterThatIsLeftIsEnough(int hops) {
        assertThat(smsc.mtDialogue(3)
                        .xudt(hops)
                        .forwardSm(Scene.WEB, text("hops"), false)
                        .join()
                        .isResult())
                .isTrue();
    }

    /** Importance, a single segment, and parameters that nobody knows, in any order, with and without the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "00",
                "12010300",
                "fe03aabbcc00",
                "10048000000100",
                "1201031004c0000001fe0000",
                "fe0110100480000001120103fd0000",
                "fe00",
                ""
            })
    void optionalParametersThatNobodyKnowsArePassedOver(String optionalPart) {
        for (boolean wide : new boolean[] {false, true}) {
            Dialogue dialogue = smsc.mtDialogue(3).xudt(3);
            CompletableFuture<Answer> answer = dialogue.invoke(Operation.MT_FORWARD_SM, argument("options"));
            dialogue.sendAs(message ->
                    wide ? message.encodeLong(Octets.hex(optionalPart)) : message.encodeWith(Octets.hex(optionalPart)));
            assertThat(answer.join().isResult()).isTrue();
        }
    }

    private static Tlv argument(String text) {
        return Arguments.forwardSm(
                Arguments.imsi(Scene.AT_ONCE), Arguments.serviceCentreAddressOa("447700000100"), text(text), false);
    }

    @Test
    void aLongUnitdataIsTaken() {
        Dialogue dialogue = smsc.mtDialogue(3).xudt(15);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            answers.add(dialogue.invoke(Operation.MT_FORWARD_SM, argument("long " + i)));
        }
        dialogue.sendAs(message -> message.encodeLong(NO_OPTIONS));
        assertThat(answers).allMatch(answer -> answer.join().isResult());
    }

    /** Each kind of message comes back in its own kind, with the addresses exchanged and the data as they were. */
    @ParameterizedTest
    @CsvSource({"UDT, UDTS", "XUDT, XUDTS", "LUDT, LUDTS"})
    void whatCannotBeTranslatedComesBackInItsOwnKind(String sent, SccpMessage.Type expected) {
        PartyAddress called = PartyAddress.title("33600000000", 6);
        SccpMessage returned = returned(
                smsc.dialogue(ApplicationContext.shortMsgGateway(3)).to(called),
                message -> switch (sent) {
                    case "XUDT" -> message.encodeWith(Octets.hex("12010300"));
                    case "LUDT" -> message.encodeLong(NO_OPTIONS);
                    default ->
                        SccpMessage.udt(message.called(), message.calling(), message.data())
                                .withReturnOnError(true)
                                .encode();
                },
                NO_TRANSLATION);
        assertThat(returned.type()).isEqualTo(expected);
        assertThat(returned.calling()).isEqualTo(called);
        assertThat(TcapMessage.decode(returned.data()).kind()).isEqualTo(TcapMessage.Kind.BEGIN);
    }

    private static SccpMessage returned(Dialogue dialogue, Function<SccpMessage, byte[]> encoding, int cause) {
        smsc.signalling().forgetReturned();
        double refused = scene.hub().counter("vmnhub_ss7_refused_total");
        CompletableFuture<Answer> answer = dialogue.xudt(15)
                .invoke(
                        Operation.SEND_ROUTING_INFO_FOR_SM,
                        Arguments.routingInfoForSm(Scene.VMN, true, "447700000100"));
        dialogue.sendAs(encoding);
        assertThat(answer.join().kind()).isEqualTo(Answer.Kind.RETURNED);
        assertThat(answer.join().returnCause()).hasValue(cause);
        assertThat(scene.hub().counter("vmnhub_ss7_refused_total") - refused).isEqualTo(1);
        return smsc.signalling().awaitReturned(SOON);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "true, 0", "false, 16", "true, 255"})
    void aHopCounterThatHasRunOutIsAViolation(boolean wide, int hops) {
        SccpMessage returned = returned(
                smsc.mtDialogue(3),
                message -> wide
                        ? message.withHopCounter(hops).encodeLong(NO_OPTIONS)
                        : message.withHopCounter(hops).encode(),
                HOP_COUNTER_VIOLATION);
        assertThat(returned.type()).isEqualTo(wide ? SccpMessage.Type.LUDTS : SccpMessage.Type.XUDTS);
        assertThat(returned.hopCounter()).isPositive();
    }

    @Test
    void aCalledPartyThatRoutesOnATitleItHasNotComesBack() {
        Dialogue dialogue = smsc.mtDialogue(3)
                .to(new PartyAddress(false, OptionalInt.empty(), OptionalInt.of(8), Optional.empty()));
        returned(dialogue, SccpMessage::encode, NO_TRANSLATION_OF_SUCH_NATURE);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aConnectionOrientedProtocolClassComesBack(int protocolClass) {
        returned(
                smsc.mtDialogue(3),
                message -> message.withProtocolClass(protocolClass).encode(),
                UNQUALIFIED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1003000000", "12ff03", "1004"})
    void anOptionalPartThatCannotBeReadComesBack(String optionalPart) {
        returned(
                smsc.mtDialogue(3),
                message -> message.encodeWith(Octets.hex(optionalPart)),
                ERROR_IN_MESSAGE_TRANSPORT);
    }

    @Test
    void aSegmentWithoutItsFirstComesBack() {
        returned(
                smsc.mtDialogue(3),
                message -> message.withSegment(message.data(), new SccpMessage.Segmentation(false, true, 1, 4711))
                        .encode(),
                ERROR_IN_MESSAGE_TRANSPORT);
    }

    /** The first segment is what comes back of a message whose segments are not in order. */
    @Test
    void segmentsOutOfOrderComeBackOnce() {
        returned(
                smsc.mtDialogue(3).sls(0),
                message -> { // one SLS, so that they stay in this order
                    SccpMessage first =
                            message.withSegment(message.data(), new SccpMessage.Segmentation(true, true, 3, 4712));
                    smsc.signalling().sendSccp(first.encode(), 0);
                    return first.withSegment(message.data(), new SccpMessage.Segmentation(false, true, 1, 4712))
                            .withReturnOnError(false)
                            .encode();
                },
                ERROR_IN_MESSAGE_TRANSPORT);
    }

    @Test
    void aTitleWithoutSubsystemGoesWhereItsDigitsSay() {
        assertThat(routing(
                                smsc.dialogue(ApplicationContext.shortMsgGateway(3))
                                        .to(PartyAddress.title("49150001", 6).withoutSubsystem()),
                                Scene.VMN)
                        .join()
                        .imsi())
                .isEqualTo(Scene.WEB);
    }
}
