// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Stp;
import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.M3uaMessage.Parameter;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.SignallingLink;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The hub as application server process behind three signalling gateways (RFC 4666 clauses 3.4, 3.8.2, 4.3.4 and 4.5).
 */
class BehindStpsIT {

    private static final long CONTEXT = 101;
    private static final long SMSC = 2;

    @TempDir
    private static Path folder;

    private static StpScene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new StpScene(folder, 3, "three-stps.yaml", Map.of());
    }

    @AfterAll
    static void close() {
        StpScene.close(scene);
    }

    @BeforeEach
    void freshLinks() {
        scene.reset();
    }

    private static M3uaMessage of(MessageType type, long... pointCodes) {
        return M3uaMessage.destinations(type, CONTEXT, pointCodes);
    }

    private static M3uaMessage congested(long level) {
        return M3uaMessage.of(
                MessageType.SCON,
                Parameter.u32(M3uaMessage.ROUTING_CONTEXT, CONTEXT),
                Parameter.u32(M3uaMessage.AFFECTED_POINT_CODE, SMSC),
                Parameter.u32(M3uaMessage.CONGESTION_INDICATIONS, level));
    }

    private static boolean reaches(long pointCode) {
        return !scene.hub().readiness().contains("point code " + pointCode + " UNREACHABLE");
    }

    /** A link of this gateway that begins now, with the behaviour that was set before. */
    private static SignallingLink comesAgain(Stp stp) {
        stp.cut();
        return stp.link(SOON);
    }

    @Test
    void theHubSendsAndReceivesInAnApplicationServerThatIsActiveBesideAnotherProcess() {
        scene.stps().forEach(Stp::kill);
        await().atMost(SOON).until(() -> !scene.hub().status().ready());
        scene.a().answers().activeBesideOthers(true);
        scene.a().start();
        scene.a().active(SOON);
        scene.scene().awaitReady();
        scene.assertAnsweredOver(scene.a());
    }

    @Test
    void acknowledgementsThatLeaveTheRoutingContextOutAreTaken() {
        scene.a().answers().withoutContext(true);
        comesAgain(scene.a());
        scene.a().active(SOON);
        scene.awaitUsed(scene.a());
    }

    @Test
    void anUnsolicitedAspInactiveAckIsAnsweredByAspActive() {
        SignallingLink link = scene.a().link(SOON);
        link.await(MessageType.ASPAC, SOON);
        link.send(M3uaMessage.of(MessageType.ASPIA_ACK, Parameter.u32(M3uaMessage.ROUTING_CONTEXT, CONTEXT)));
        link.await(MessageType.ASPAC, SOON);
        scene.awaitUsed(scene.a());
        assertThat(scene.a().received(MessageType.ASPUP)).isEqualTo(1);
    }

    @Test
    void anUnsolicitedAspDownAckIsAnsweredByAspUpAndAspActive() {
        SignallingLink link = scene.a().link(SOON);
        link.await(MessageType.ASPUP, SOON);
        link.await(MessageType.ASPAC, SOON);
        link.send(M3uaMessage.of(MessageType.ASPDN_ACK));
        link.await(MessageType.ASPUP, SOON);
        link.await(MessageType.ASPAC, SOON);
        scene.awaitUsed(scene.a());
    }

    @Test
    void aDeactivatedProcessSendsNothingAndTheOthersCarryOn() {
        SignallingLink link = scene.a().link(SOON);
        scene.a().answers().losing(MessageType.ASPAC, Integer.MAX_VALUE);
        link.send(M3uaMessage.of(MessageType.ASPIA_ACK, Parameter.u32(M3uaMessage.ROUTING_CONTEXT, CONTEXT)));
        link.beat(new byte[] {1}, SOON);
        scene.assertAnsweredOver(scene.b(), scene.c());
        assertThat(scene.hub().status().ready()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageType.class,
            names = {"ASPUP", "ASPAC"})
    void whatTheGatewayRefusesForManagementBlockingIsAskedAgainUntilItIsReleased(MessageType type) {
        scene.a().answers().refusing(type, 1);
        SignallingLink link = comesAgain(scene.a());
        link.await(type, SOON);
        link.await(type, SOON);
        scene.awaitUsed(scene.a());
    }

    @ParameterizedTest
    @EnumSource(
            value = MessageType.class,
            names = {"ASPUP", "ASPAC"})
    void whatTheGatewayDoesNotAnswerIsAskedAgain(MessageType type) {
        scene.a().answers().losing(type, 1);
        SignallingLink link = comesAgain(scene.a());
        link.await(type, SOON);
        link.await(type, SOON);
        scene.awaitUsed(scene.a());
    }

    @Test
    void aDestinationThatOneGatewayDoesNotReachIsReachedOverTheOthers() {
        scene.a().link(SOON).send(of(MessageType.DUNA, SMSC));
        scene.a().answers().unavailable(SMSC);
        scene.a().link(SOON).beat(new byte[] {1}, SOON);
        scene.assertAnsweredOver(scene.b(), scene.c());
        scene.b().link(SOON).send(of(MessageType.DUNA, SMSC));
        scene.b().answers().unavailable(SMSC);
        scene.b().link(SOON).beat(new byte[] {1}, SOON);
        scene.assertAnsweredOver(scene.c());
        scene.a().answers().available(SMSC);
        scene.a().link(SOON).send(of(MessageType.DAVA, SMSC));
        scene.awaitUsed(scene.a());
    }

    @Test
    void aRangeThatIsUnavailableCoversEachPointCodeInItAndNoOther() {
        scene.a().link(SOON).send(of(MessageType.DUNA, 1L << 24 | SMSC));
        scene.a().answers().unavailable(SMSC).unavailable(1L << 24 | SMSC).unavailable(3);
        scene.a().link(SOON).beat(new byte[] {1}, SOON);
        scene.assertAnsweredOver(scene.b(), scene.c());
        scene.b().link(SOON).send(of(MessageType.DUNA, 1L << 24 | 4));
        scene.b().link(SOON).beat(new byte[] {1}, SOON);
        scene.awaitUsed(scene.b());
    }

    @Test
    void aUserPartThatOneGatewayCallsUnavailableIsReachedOverTheOthers() {
        scene.a()
                .link(SOON)
                .send(M3uaMessage.of(
                        MessageType.DUPU,
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, CONTEXT),
                        Parameter.u32(M3uaMessage.AFFECTED_POINT_CODE, SMSC),
                        Parameter.u32(M3uaMessage.USER_CAUSE, 1L << 16 | 3)));
        scene.a().link(SOON).beat(new byte[] {1}, SOON);
        scene.assertAllAnswered();
        scene.assertAllAnswered();
    }

    @Test
    void congestionAndRestrictionOverOneGatewayStopNothing() {
        scene.a().link(SOON).send(congested(2));
        scene.b().link(SOON).send(of(MessageType.DRST, SMSC));
        scene.a().link(SOON).beat(new byte[] {1}, SOON);
        scene.b().link(SOON).beat(new byte[] {1}, SOON);
        scene.assertAllAnswered();
        scene.stps().get(2).kill();
        await().atMost(SOON)
                .until(() -> scene.hub().status().associations().stream()
                                .filter(association -> association.connected())
                                .count()
                        == 2);
        scene.assertAllAnswered();
    }

    @Test
    void whatALinkHadSaidIsForgottenWithItAndAuditedWhenItIsBack() {
        scene.a().answers().unavailable(SMSC);
        scene.a().link(SOON).send(of(MessageType.DUNA, SMSC));
        scene.a().link(SOON).beat(new byte[] {1}, SOON);
        scene.assertAnsweredOver(scene.b(), scene.c());
        scene.a().answers().available(SMSC);
        SignallingLink again = comesAgain(scene.a());
        again.await(message -> message.is(MessageType.DAUD), SOON);
        scene.awaitUsed(scene.a());
    }

    @Test
    void whatIsUnavailableIsAuditedUntilItIsAvailable() {
        SignallingLink link = scene.a().link(SOON);
        final long audits = scene.a().received(MessageType.DAUD);
        link.send(of(MessageType.DUNA, SMSC));
        link.beat(new byte[] {1}, SOON);
        scene.assertAnsweredOver(scene.b(), scene.c());
        await().atMost(SOON).until(() -> scene.a().received(MessageType.DAUD) > audits);
        scene.awaitUsed(scene.a());
    }

    @Test
    void healthSaysWhenNoGatewayReachesADestination() {
        for (Stp stp : scene.stps()) {
            stp.answers().unavailable(SMSC).unavailable(3);
            stp.link(SOON).send(of(MessageType.DUNA, SMSC, 3));
        }
        await().atMost(SOON).until(() -> !scene.hub().status().ready());
        assertThat(scene.hub().readiness()).contains("DOWN");
        scene.b().answers().available(SMSC);
        scene.b().link(SOON).send(of(MessageType.DAVA, SMSC));
        scene.scene().awaitReady();
        scene.awaitAnsweredOver(scene.b());
        await().atMost(SOON).until(() -> reaches(SMSC) && !reaches(3));
    }

    @ParameterizedTest
    @CsvSource({"1, 4", "1, 2"})
    void theApplicationServersStateAtOneGatewayStopsNothingAtTheOthers(int type, int information) {
        scene.a().link(SOON).send(M3uaMessage.notification(type, information, CONTEXT));
        scene.a().link(SOON).beat(new byte[] {1}, SOON);
        scene.sendOver(scene.b(), scene.c());
        scene.assertAllAnswered();
        assertThat(scene.hub().status().ready()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2, 1", "2, 3"})
    void noticesThatResourcesAreInsufficientOrAProcessFailedStopNothing(int type, int information) {
        SignallingLink link = scene.a().link(SOON);
        link.send(new M3uaMessage(
                0,
                1,
                List.of(
                        Parameter.u32(M3uaMessage.STATUS, (long) type << 16 | information),
                        Parameter.u32(M3uaMessage.ASP_IDENTIFIER, 7),
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, CONTEXT))));
        link.beat(new byte[] {1}, SOON);
        scene.assertAllAnswered();
        scene.awaitUsed(scene.a());
        assertThat(link.received()).noneMatch(message -> message.is(MessageType.ERR));
    }

    @Test
    void anAlternateProcessThatIsActiveTakesNoTrafficAwayInLoadshare() {
        SignallingLink link = scene.a().link(SOON);
        long asked = scene.a().received(MessageType.ASPAC);
        link.send(new M3uaMessage(
                0,
                1,
                List.of(
                        Parameter.u32(M3uaMessage.STATUS, 2L << 16 | 2),
                        Parameter.u32(M3uaMessage.ASP_IDENTIFIER, 7),
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, CONTEXT))));
        link.beat(new byte[] {1}, SOON);
        scene.assertAllAnswered();
        scene.awaitUsed(scene.a());
        assertThat(scene.a().received(MessageType.ASPAC))
                .as("nothing was lost, nothing is asked for")
                .isEqualTo(asked);
    }

    @Test
    void loadIsSharedBySignallingLinkSelectionAmongThoseThatAreActive() {
        scene.assertAllAnswered();
        scene.assertAllAnswered();
        for (Stp stp : scene.stps()) {
            assertThat(stp.link(SOON).dataReceived()).isPositive();
        }
        for (int sls = 0; sls < 256; sls++) {
            int selection = sls;
            assertThat(scene.stps().stream()
                            .filter(stp -> stp.link(SOON).dataReceived(selection) > 0)
                            .count())
                    .as("gateways that had messages with selection " + sls)
                    .isLessThanOrEqualTo(1);
        }
    }

    @Test
    void trafficLeavesALinkThatGoesAtOnceAndComesBackWithIt() {
        scene.c().kill();
        scene.assertAllAnswered();
        scene.b().kill();
        scene.assertAllAnswered();
        scene.a().kill();
        await().atMost(SOON).until(() -> !scene.hub().status().ready());
        scene.b().start();
        scene.b().active(SOON);
        scene.assertAllAnswered();
        scene.a().start();
        scene.awaitUsed(scene.a());
    }

    @Test
    void errorsOfTheGatewayAreNoReasonToEndTheLink() {
        SignallingLink link = scene.a().link(SOON);
        for (long code : new long[] {0x01, 0x07, 0x14, 0x19}) {
            link.send(M3uaMessage.of(MessageType.ERR, Parameter.u32(M3uaMessage.ERROR_CODE, code)));
        }
        link.beat(new byte[] {1}, SOON);
        scene.assertAllAnswered();
        assertThat(link.isOpen()).isTrue();
    }

    @Test
    void whatTheHubSendsCarriesTheContextOfItsApplicationServer() {
        scene.assertAllAnswered();
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> scene.stps().get(i).link(SOON))
                        .flatMap(link -> link.received().stream())
                        .filter(message -> message.is(MessageType.ASPAC)))
                .allMatch(message -> message.u32(M3uaMessage.ROUTING_CONTEXT).orElse(0) == CONTEXT);
        assertThat(scene.smsc().violations()).isEmpty();
    }
}
