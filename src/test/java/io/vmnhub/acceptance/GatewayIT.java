// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.M3uaMessage.Parameter;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.PointCodeRange;
import io.vmnhub.peer.m3ua.SignallingLink;
import io.vmnhub.peer.sccp.PartyAddress;
import io.vmnhub.peer.sccp.SccpMessage;
import io.vmnhub.peer.sccp.SubsystemManagement;
import io.vmnhub.peer.wire.Octets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hub as signalling gateway: states, notices and errors (RFC 4666 clauses 3.4, 3.8, 4.3 and 4.5; ETSI TS 102 381).
 */
class GatewayIT {

    private static final long UNEXPECTED_MESSAGE = 0x06;
    private static final long INVALID_ROUTING_CONTEXT = 0x19;
    private static final int POOL = 101;
    private static final int SPARE = 102;
    private static final int STRONG = 103;
    private static final int ALONE = 104;

    @TempDir
    private static Path folder;

    private static GatewayScene scene;

    @BeforeAll
    static void open() throws Exception {
        scene = new GatewayScene(folder);
    }

    @AfterAll
    static void close() {
        GatewayScene.close(scene);
    }

    @AfterEach
    void endLinks() {
        scene.endLinks();
    }

    private static Smsc pool() {
        return scene.smsc(POOL, builder -> builder);
    }

    private static M3uaMessage active(long... contexts) {
        return M3uaMessage.of(MessageType.ASPAC, Parameter.u32(M3uaMessage.ROUTING_CONTEXT, contexts));
    }

    private static long error(SignallingLink link) {
        return link.await(MessageType.ERR, SOON).u32(M3uaMessage.ERROR_CODE).orElseThrow();
    }

    /** What has come once the hub has answered everything that was sent. */
    private static List<M3uaMessage> allReceived(SignallingLink link) {
        link.beat(new byte[] {1, 2, 3}, SOON);
        return link.received();
    }

    private static void assertNone(SignallingLink link, MessageType type) {
        assertThat(allReceived(link)).noneMatch(message -> message.is(type));
    }

    private static void assertWorks(Smsc smsc) {
        assertThat(smsc.forwardSm(3, Scene.AT_ONCE, text("hello")).isResult()).isTrue();
    }

    @Test
    void anAspActiveBeforeAspUpIsUnexpected() {
        SignallingLink link = scene.link(pool(), 1);
        link.send(active(POOL));
        assertThat(error(link)).isEqualTo(UNEXPECTED_MESSAGE);
        assertNone(link, MessageType.ASPAC_ACK);
        link.activate(SOON);
    }

    @Test
    void anAspUpOfAnActiveProcessIsAcknowledgedAndUnexpectedAndEndsItsTraffic() {
        scene.awaitAllDown();
        Smsc smsc = pool();
        SignallingLink link = scene.active(smsc, 1);
        link.send(M3uaMessage.of(MessageType.ASPUP));
        assertThat(error(link)).isEqualTo(UNEXPECTED_MESSAGE);
        assertThat(allReceived(link).stream()
                        .filter(message -> message.is(MessageType.ASPUP_ACK))
                        .count())
                .isEqualTo(2);
        scene.awaitState("pool", "INACTIVE");
        link.send(active(POOL));
        scene.awaitState("pool", "ACTIVE");
    }

    @Test
    void whatAProcessAlreadyIsIsAcknowledgedAgain() {
        SignallingLink link = scene.link(pool(), 1);
        link.send(M3uaMessage.of(MessageType.ASPDN));
        link.await(MessageType.ASPDN_ACK, SOON);
        link.up(SOON);
        link.send(M3uaMessage.of(MessageType.ASPUP));
        link.send(M3uaMessage.of(MessageType.ASPIA, Parameter.u32(M3uaMessage.ROUTING_CONTEXT, POOL)));
        link.await(MessageType.ASPIA_ACK, SOON);
        link.activate(SOON);
        link.send(active(POOL));
        assertThat(allReceived(link).stream()
                        .filter(message -> message.is(MessageType.ASPAC_ACK))
                        .count())
                .isEqualTo(2);
        assertNone(link, MessageType.ERR);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"010009010000001c02070014020a000800000001020b000800000001", "01000903000000100006000800000065"})
    void registrationIsAnswered(String hex) {
        SignallingLink link = scene.up(pool(), 1);
        link.sendRaw(Octets.hex(hex), 0);
        M3uaMessage answer = link.await(
                message -> message.is(MessageType.ERR)
                        || message.is(MessageType.REG_RSP)
                        || message.is(MessageType.DEREG_RSP),
                SOON);
        if (answer.is(MessageType.ERR)) {
            assertThat(answer.u32(M3uaMessage.ERROR_CODE)).hasValue(0x03);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "01000101 00000010 00060008 00000065, 0x16, DATA without Protocol Data",
        "01000101 00000018 00060008 00000065 02100040 00000002, 0x12, a parameter that ends behind its message",
        "01000101 00000018 00060008 00000065 02100003 00000002, 0x12, a parameter shorter than its header",
        "01000101 00000018 00060008 00000065 02100008 00000002, 0x12, Protocol Data shorter than a routing label",
        "01000101 00000020 00060008 000003e7 02100010 00000002 00000001 03020005, 0x19, a routing context of nobody",
        "01000a01 00000008, 0x03, a class that M3UA does not have",
        "01000109 00000008, 0x04, a type that transfer does not have",
        "01000309 00000008, 0x04, a type that ASP state maintenance does not have"
    })
    void whatIsWrongInAMessageIsNamedInAnError(String hex, String code, String what) {
        Smsc smsc = pool();
        SignallingLink link = scene.active(smsc, 1);
        link.sendRaw(Octets.hex(hex), 0);
        assertThat(error(link)).as(what).isEqualTo(Long.decode(code));
        assertWorks(smsc);
    }

    @Test
    void aNetworkAppearanceThatIsNotThePeersIsRefused() {
        SignallingLink link = scene.active(
                scene.smsc(ALONE, builder -> builder.pointCodes(4, 1).networkAppearance(6)), 4);
        link.sendRaw(
                Octets.hex("01000101 00000028 02000008 00000006 00060008 00000068 02100010 00000004 00000001 03020005"),
                0);
        assertThat(error(link)).isEqualTo(0x15);
    }

    @Test
    void theRoutingContextMayBeLeftOutWhereThereIsOne() {
        Smsc smsc = scene.smsc(ALONE, builder -> builder.pointCodes(4, 1).networkAppearance(5));
        SignallingLink link = scene.up(smsc, 4);
        link.send(M3uaMessage.of(MessageType.ASPAC));
        link.awaitActive(SOON);
        assertWorks(smsc);
        byte[] test = SccpMessage.udt(
                        PartyAddress.subsystem(1, SubsystemManagement.SUBSYSTEM),
                        PartyAddress.subsystem(4, SubsystemManagement.SUBSYSTEM),
                        new SubsystemManagement(SubsystemManagement.Format.SST, 8, 1, 0).encode())
                .encode();
        link.send(M3uaMessage.of(
                MessageType.DATA,
                Parameter.u32(M3uaMessage.NETWORK_APPEARANCE, 5),
                smsc.signalling().label(test, 0).parameter()));
        assertThat(smsc.signalling().awaitManagement(SOON).format()).isEqualTo(SubsystemManagement.Format.SSA);
        link.send(M3uaMessage.of(MessageType.ASPIA));
        link.await(MessageType.ASPIA_ACK, SOON);
    }

    @Test
    void oneAspActiveActivatesSeveralApplicationServersAndOneAspInactiveOnlyThoseItNames() {
        scene.awaitAllDown();
        SignallingLink link = scene.up(pool(), 1);
        link.send(active(POOL, SPARE));
        scene.awaitState("pool", "ACTIVE");
        scene.awaitState("spare", "ACTIVE");
        List<Long> acknowledged = new ArrayList<>();
        allReceived(link).stream()
                .filter(message -> message.is(MessageType.ASPAC_ACK))
                .forEach(ack -> acknowledged.addAll(contexts(ack)));
        assertThat(acknowledged).containsExactlyInAnyOrder((long) POOL, (long) SPARE);
        link.send(M3uaMessage.of(MessageType.ASPIA, Parameter.u32(M3uaMessage.ROUTING_CONTEXT, SPARE)));
        scene.awaitState("spare", "INACTIVE");
        scene.awaitState("pool", "ACTIVE");
    }

    private static List<Long> contexts(M3uaMessage message) {
        byte[] value =
                message.parameter(M3uaMessage.ROUTING_CONTEXT).orElseThrow().value();
        List<Long> contexts = new ArrayList<>();
        for (int i = 0; i < value.length; i += 4) {
            contexts.add(new io.vmnhub.peer.wire.OctetReader("contexts", java.util.Arrays.copyOfRange(value, i, i + 4))
                    .u32());
        }
        return contexts;
    }

    @Test
    void anAspActiveWithoutRoutingContextActivatesAllOfTheAssociation() {
        SignallingLink link = scene.up(pool(), 1);
        link.send(M3uaMessage.of(MessageType.ASPAC));
        scene.awaitState("pool", "ACTIVE");
        scene.awaitState("spare", "ACTIVE");
        assertNone(link, MessageType.ERR);
    }

    @Test
    void theKnownOfSeveralRoutingContextsIsActivatedAndTheOtherRefused() {
        SignallingLink link = scene.up(pool(), 1);
        link.send(active(POOL, 999));
        scene.awaitState("pool", "ACTIVE");
        M3uaMessage error = link.await(MessageType.ERR, SOON);
        assertThat(error.u32(M3uaMessage.ERROR_CODE)).hasValue(INVALID_ROUTING_CONTEXT);
    }

    @Test
    void dataWithoutRoutingContextIsRefusedWhereThereAreSeveral() {
        Smsc smsc = pool();
        SignallingLink link = scene.active(smsc, 1);
        link.send(M3uaMessage.of(
                MessageType.DATA,
                smsc.signalling().label(new byte[] {9, 0, 3}, 0).parameter()));
        assertThat(error(link)).isIn(0x16L, INVALID_ROUTING_CONTEXT);
        assertWorks(smsc);
    }

    @Test
    void changesOfTheApplicationServerAreNotifiedToAllItsProcesses() {
        scene.awaitAllDown();
        Smsc smsc = pool();
        SignallingLink one = scene.up(smsc, 1);
        one.await(message -> message.notifies(1, 2), SOON);
        SignallingLink two = scene.up(smsc, 2);
        one.send(active(POOL));
        one.await(message -> message.notifies(1, 3), SOON);
        two.await(message -> message.notifies(1, 3) && contexts(message).equals(List.of((long) POOL)), SOON);
        one.deactivate(SOON);
        one.await(message -> message.notifies(1, 4), SOON);
        two.await(message -> message.notifies(1, 4), SOON);
        two.await(message -> message.notifies(1, 2), SOON);
        scene.awaitState("pool", "INACTIVE");
    }

    @Test
    void aProcessThatComesUpWhileItsApplicationServerIsActiveIsNotified() {
        scene.awaitAllDown();
        Smsc smsc = pool();
        scene.active(smsc, 1);
        SignallingLink two = scene.up(smsc, 2);
        two.await(message -> message.notifies(1, 3), SOON);
        List<M3uaMessage> received = two.received();
        assertThat(received.indexOf(received.stream()
                        .filter(message -> message.is(MessageType.ASPUP_ACK))
                        .findFirst()
                        .orElseThrow()))
                .isLessThan(received.indexOf(received.stream()
                        .filter(message -> message.notifies(1, 3))
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void theSecondProcessToBecomeActiveIsNotNotifiedBecauseNothingChanges() {
        scene.awaitAllDown();
        Smsc smsc = pool();
        scene.active(smsc, 1);
        SignallingLink two = scene.up(smsc, 2);
        two.await(message -> message.notifies(1, 3), SOON);
        two.send(active(POOL));
        two.await(MessageType.ASPAC_ACK, SOON);
        assertThat(allReceived(two).stream()
                        .filter(message -> message.notifies(1, 3))
                        .count())
                .isEqualTo(1);
        assertWorks(smsc);
    }

    @Test
    void inOverrideTheFormerProcessIsToldWhichTookItsPlace() {
        SignallingLink one =
                scene.up(scene.smsc(SPARE, builder -> builder.aspIdentifier(7).pointCodes(3, 1)), 1);
        one.send(active(SPARE));
        one.await(MessageType.ASPAC_ACK, SOON);
        Smsc second = scene.smsc(
                SPARE, builder -> builder.aspIdentifier(8).trafficMode(1).pointCodes(3, 1));
        SignallingLink two = scene.active(second, 2);
        M3uaMessage alternate = one.await(message -> message.notifies(2, 2), SOON);
        assertThat(alternate.u32(M3uaMessage.ASP_IDENTIFIER)).hasValue(8);
        assertThat(alternate.u32(M3uaMessage.ROUTING_CONTEXT)).hasValue(SPARE);
        assertWorks(second);
        assertThat(one.dataReceived()).isZero();
        assertThat(allReceived(two)).noneMatch(message -> message.notifies(2, 2));
    }

    @Test
    void theFailureOfAProcessIsNotifiedToTheOthers() {
        Smsc first = scene.smsc(POOL, builder -> builder.aspIdentifier(7));
        Smsc second = scene.smsc(POOL, builder -> builder.aspIdentifier(8));
        SignallingLink one = scene.active(first, 1);
        SignallingLink two = scene.active(second, 2);
        one.abort();
        M3uaMessage failure = two.await(message -> message.notifies(2, 3), SOON);
        assertThat(failure.u32(M3uaMessage.ASP_IDENTIFIER)).hasValue(7);
        assertWorks(second);
    }

    @Test
    void loadshareNeedsAsManyProcessesAsConfiguredAndSaysWhenTheyAreTooFew() {
        scene.awaitAllDown();
        Smsc smsc = scene.smsc(STRONG, builder -> builder.pointCodes(5, 1));
        SignallingLink one = scene.up(smsc, 1);
        one.send(active(STRONG));
        one.await(MessageType.ASPAC_ACK, SOON);
        assertThat(allReceived(one)).noneMatch(message -> message.notifies(1, 3));
        scene.awaitState("strong", "INACTIVE");
        SignallingLink two = scene.active(smsc, 2);
        one.await(message -> message.notifies(1, 3), SOON);
        two.await(message -> message.notifies(1, 3), SOON);
        SignallingLink three = scene.up(smsc, 3);
        assertWorks(smsc);
        two.deactivate(SOON);
        three.await(message -> message.notifies(2, 1), SOON);
        scene.awaitState("strong", "ACTIVE");
        assertWorks(smsc);
        three.send(active(STRONG));
        three.await(MessageType.ASPAC_ACK, SOON);
        assertWorks(smsc);
    }

    @Test
    void anAnswerThatFallsIntoPendingWaitsForTheProcessThatBecomesActive() {
        scene.awaitAllDown();
        scene.scene().application().answeringAfter("/slow", Duration.ofMillis(300), 200);
        Smsc smsc = pool();
        SignallingLink one = scene.active(smsc, 1);
        SignallingLink two = scene.up(smsc, 2);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(smsc.mtDialogue(3).forwardSm(Scene.SLOW, text("pending"), false));
        }
        one.beat(new byte[] {1}, SOON);
        one.deactivate(SOON);
        scene.awaitState("pool", "PENDING");
        two.beat(new byte[] {1}, SOON);
        org.awaitility.Awaitility.await()
                .atMost(SOON)
                .until(() -> scene.hub().status().openDialogues() == 0
                        || !scene.hub()
                                .status()
                                .applicationServers()
                                .get(0)
                                .state()
                                .equals("PENDING"));
        assertThat(scene.hub().status().applicationServers().get(0).state())
                .as("the test was too slow")
                .isEqualTo("PENDING");
        assertThat(two.dataReceived()).isZero();
        two.send(active(POOL));
        assertThat(answers).allMatch(answer -> answer.join().isResult());
        assertThat(two.dataReceived()).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 8, 14, 24, 255})
    void anAuditOfARangeIsAnsweredAvailableForTheHubAndNeverUnavailableForIt(int mask) {
        SignallingLink link = scene.active(pool(), 1);
        link.send(M3uaMessage.destinations(MessageType.DAUD, POOL, new PointCodeRange(mask, 1).encoded()));
        List<PointCodeRange> available = ranges(link, MessageType.DAVA);
        List<PointCodeRange> unavailable = ranges(link, MessageType.DUNA);
        assertThat(available).anyMatch(range -> range.covers(1));
        assertThat(unavailable).noneMatch(range -> range.covers(1));
        assertThat(available).noneMatch(range -> range.covers(99));
        if (mask == 8) {
            assertThat(unavailable).anyMatch(range -> range.covers(99)).anyMatch(range -> range.covers(0));
        }
    }

    @Test
    void anAuditOfARangeWithoutTheHubIsAnsweredUnavailableAsAWhole() {
        SignallingLink link = scene.active(pool(), 1);
        link.send(M3uaMessage.destinations(MessageType.DAUD, POOL, new PointCodeRange(3, 64).encoded(), 99));
        assertThat(ranges(link, MessageType.DUNA))
                .anyMatch(range -> range.covers(64) && range.covers(71))
                .anyMatch(range -> range.covers(99));
        assertThat(ranges(link, MessageType.DAVA)).isEmpty();
    }

    private static List<PointCodeRange> ranges(SignallingLink link, MessageType type) {
        return allReceived(link).stream()
                .filter(message -> message.is(type))
                .flatMap(message -> PointCodeRange.of(message).stream())
                .toList();
    }
}
