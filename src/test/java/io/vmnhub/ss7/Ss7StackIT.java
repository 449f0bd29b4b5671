// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Smsc;
import io.vmnhub.sms.Address;
import io.vmnhub.sms.MapUserError;
import io.vmnhub.sms.MapUserError.Code;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Ss7StackIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RecordedEvents events = new RecordedEvents();
    private Ss7Stack hub;
    private Ss7Stack smsc;

    @AfterEach
    void stop() {
        if (smsc != null) {
            smsc.stop();
        }
        if (hub != null) {
            hub.stop();
        }
    }

    private void start(Protocol protocol, Role hubRole, Role smscRole, boolean hubListens) throws Ss7Exception {
        int port = TestSettings.freePort();
        hub = new Ss7Stack(
                "hub",
                TestSettings.hub(
                        protocol,
                        hubListens ? Side.SERVER : Side.CLIENT,
                        hubRole,
                        hubListens ? port : 0,
                        hubListens ? 0 : port),
                events);
        smsc = new Ss7Stack(
                "smsc",
                TestSettings.smsc(
                        protocol,
                        hubListens ? Side.CLIENT : Side.SERVER,
                        smscRole,
                        hubListens ? 0 : port,
                        hubListens ? port : 0),
                new RecordedEvents());
        hub.handle(
                MapOperation.SEND_ROUTING_INFO_FOR_SM,
                invocation -> invocation.answer(new MapAnswer.Routing("234150000000001", TestSettings.MSC_TITLE)));
        hub.handle(MapOperation.MT_FORWARD_SM, invocation -> invocation.answer(new MapAnswer.Result()));
        hub.start();
        smsc.start();
        await().atMost(PATIENCE)
                .until(() -> hub.status().ready() && smsc.status().ready());
    }

    private static MapRequest routing() {
        return new MapRequest.SendRoutingInfoForSm(
                Address.international("447700900001"), true, TestSettings.SMSC_TITLE);
    }

    private static MapRequest forward(int length, boolean more) {
        return new MapRequest.ForwardSm(
                Optional.of("234150000000001"), Optional.empty(), TestSettings.SMSC_TITLE, new byte[length], more);
    }

    private List<MapAnswer> call(int version, String called, int ssn, boolean twoStep, MapRequest... requests)
            throws Exception {
        return smsc.call(new MapCall(
                        version,
                        called,
                        ssn,
                        TestSettings.SMSC_TITLE,
                        MapCall.MSC,
                        List.of(requests),
                        twoStep,
                        Duration.ofSeconds(10)))
                .get(15, TimeUnit.SECONDS);
    }

    @ParameterizedTest
    @CsvSource({
        "SGP, ASP, true",
        "ASP, SGP, true",
        "SGP, ASP, false",
        "ASP, SGP, false",
        "IPSP_SERVER, IPSP_CLIENT, true",
        "IPSP_CLIENT, IPSP_SERVER, false"
    })
    void answersOverTcpInEveryRoleAndOnBothSides(Role hubRole, Role smscRole, boolean hubListens) throws Exception {
        start(Protocol.TCP, hubRole, smscRole, hubListens);
        for (int version = 1; version <= 3; version++) {
            assertThat(call(version, "447700900001", MapCall.HLR, false, routing()))
                    .containsExactly(new MapAnswer.Routing("234150000000001", TestSettings.MSC_TITLE));
            assertThat(call(version, TestSettings.MSC_TITLE, MapCall.MSC, false, forward(100, false)))
                    .containsExactly(new MapAnswer.Result());
        }
        await().atMost(PATIENCE).until(() -> hub.status().openDialogues() == 0);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void severalMessagesInOneDialogueAreAnsweredInOrder(boolean twoStep) throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        hub.handle(MapOperation.MT_FORWARD_SM, invocation -> {
            int length = ((MapRequest.ForwardSm) invocation.request()).tpdu().length;
            invocation.answer(
                    length == 2
                            ? new MapAnswer.UserError(MapUserError.of(Code.SM_DELIVERY_FAILURE, 0))
                            : new MapAnswer.Result());
        });
        assertThat(call(
                        3,
                        TestSettings.MSC_TITLE,
                        MapCall.MSC,
                        twoStep,
                        forward(1, true),
                        forward(2, true),
                        forward(3, false)))
                .containsExactly(
                        new MapAnswer.Result(),
                        new MapAnswer.UserError(MapUserError.of(Code.SM_DELIVERY_FAILURE, 0)),
                        new MapAnswer.Result());
        await().atMost(PATIENCE).until(() -> hub.status().openDialogues() == 0);
    }

    @Test
    void anUnknownTitleComesBackUndelivered() throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        assertThat(call(3, "33600000000", MapCall.HLR, false, routing()))
                .singleElement()
                .isInstanceOfSatisfying(
                        MapAnswer.Failure.class,
                        failure -> assertThat(failure.kind())
                                .isIn(MapAnswer.Failure.Kind.REFUSED, MapAnswer.Failure.Kind.UNREACHABLE));
        assertThat(events.lines()).anyMatch(line -> line.contains("no translation for this specific address"));
    }

    @ParameterizedTest
    @CsvSource({
        "1, absentSubscriberSM, absentSubscriber",
        "2, absentSubscriberSM, absentSubscriber",
        "3, absentSubscriberSM, absentSubscriberSM",
        "1, subscriberBusyForMT-SMS, systemFailure",
        "2, subscriberBusyForMT-SMS, subscriberBusyForMT-SMS",
        "1, sm-DeliveryFailure, sm-DeliveryFailure",
        "2, sm-DeliveryFailure, sm-DeliveryFailure",
        "3, sm-DeliveryFailure, sm-DeliveryFailure",
        "1, unidentifiedSubscriber, unidentifiedSubscriber",
        "3, systemFailure, systemFailure",
        "3, unexpectedDataValue, unexpectedDataValue"
    })
    void anErrorTakesTheFormOfTheVersion(int version, String given, String seen) throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        hub.handle(
                MapOperation.MT_FORWARD_SM,
                invocation -> invocation.answer(new MapAnswer.UserError(MapUserError.named(given, null))));
        assertThat(call(version, TestSettings.MSC_TITLE, MapCall.MSC, false, forward(20, false)))
                .singleElement()
                .isInstanceOfSatisfying(
                        MapAnswer.UserError.class,
                        answer -> assertThat(answer.error().code().errorName()).isEqualTo(seen));
    }

    @Test
    void theSecondAnswerToAnInvokeIsNotSent() throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        List<Boolean> sent = new java.util.concurrent.CopyOnWriteArrayList<>();
        hub.handle(MapOperation.MT_FORWARD_SM, invocation -> {
            sent.add(invocation.answer(new MapAnswer.Result()));
            sent.add(invocation.answer(new MapAnswer.UserError(MapUserError.temporary())));
        });
        assertThat(call(3, TestSettings.MSC_TITLE, MapCall.MSC, false, forward(20, false)))
                .containsExactly(new MapAnswer.Result());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sent).containsExactly(true, false));
    }

    @Test
    void aLongAnswerAndALongMessageAreSegmented() throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        int[] seen = new int[1];
        hub.handle(MapOperation.MT_FORWARD_SM, invocation -> {
            seen[0] = ((MapRequest.ForwardSm) invocation.request()).tpdu().length;
            invocation.answer(new MapAnswer.UserError(new MapUserError(
                    Code.SM_DELIVERY_FAILURE, java.util.OptionalInt.of(1), Optional.of(new byte[160]))));
        });
        assertThat(call(3, TestSettings.MSC_TITLE, MapCall.MSC, false, forward(170, false)))
                .singleElement()
                .isInstanceOf(MapAnswer.UserError.class);
        assertThat(seen[0]).isEqualTo(170);
    }

    @Test
    void thousandsOfDialoguesAtOnceAreAllAnswered() throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        var calls = IntStream.range(0, 3_000)
                .mapToObj(i -> smsc.call(new MapCall(
                        3,
                        TestSettings.MSC_TITLE,
                        MapCall.MSC,
                        TestSettings.SMSC_TITLE,
                        MapCall.MSC,
                        List.of(forward(60, false)),
                        false,
                        Duration.ofSeconds(20))))
                .toList();
        for (var call : calls) {
            assertThat(call.get(30, TimeUnit.SECONDS)).containsExactly(new MapAnswer.Result());
        }
        await().atMost(PATIENCE).until(() -> hub.status().openDialogues() == 0);
    }

    @Test
    void theLinkComesBackAfterThePeerRestarts() throws Exception {
        start(Protocol.TCP, Role.ASP, Role.SGP, false);
        int port = smsc.status().associations().size();
        assertThat(port).isEqualTo(1);
        smsc.stop();
        await().atMost(PATIENCE).until(() -> !hub.status().ready());
        assertThat(events.lines())
                .contains("application server as ACTIVE")
                .anyMatch(line -> line.startsWith("down link"));
        smsc = null;
    }

    @Test
    void aStopRefusesDialoguesAnswersOpenOnesAndThenClosesAtOnce() throws Exception {
        start(Protocol.TCP, Role.SGP, Role.ASP, true);
        CompletableFuture<MapInvocation> taken = new CompletableFuture<>();
        hub.handle(MapOperation.MT_FORWARD_SM, taken::complete);
        CompletableFuture<List<MapAnswer>> answers = smsc.call(new MapCall(
                3,
                TestSettings.MSC_TITLE,
                MapCall.MSC,
                TestSettings.SMSC_TITLE,
                MapCall.MSC,
                List.of(forward(60, false)),
                false,
                Duration.ofSeconds(20)));
        MapInvocation open = taken.get(20, TimeUnit.SECONDS);
        hub.drain();
        assertThat(call(3, TestSettings.MSC_TITLE, MapCall.MSC, false, forward(60, false)))
                .as("while an answer is owed the link is there, and a new dialogue is refused")
                .noneMatch(MapAnswer.Result.class::isInstance);
        assertThat(hub.status().ready()).isTrue();
        assertThat(open.answer(new MapAnswer.Result())).isTrue();
        assertThat(answers.get(20, TimeUnit.SECONDS)).containsExactly(new MapAnswer.Result());
        await().atMost(PATIENCE).until(() -> !smsc.status().ready());
    }

    @Test
    void aDialogueInWhichThePeerIsSilentHoldsUpNoStop() throws Exception {
        int port = TestSettings.freePort();
        hub = new Ss7Stack("hub", TestSettings.hub(Protocol.TCP, Side.SERVER, Role.SGP, port, 0), events);
        hub.start();
        try (Smsc peer = Smsc.tcpClient("127.0.0.1", port).asAsp(101).open()) {
            peer.activate();
            peer.mtDialogue(3).open();
            await().atMost(PATIENCE).until(() -> hub.status().openDialogues() == 1);
            long begun = System.nanoTime();
            hub.drain();
            await().atMost(PATIENCE).until(() -> !hub.status().ready());
            hub.stop();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .as("the time for draining is 5 s")
                    .isLessThan(Duration.ofSeconds(15));
            hub = null;
        }
    }
}
