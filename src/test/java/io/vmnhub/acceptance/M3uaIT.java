// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static io.vmnhub.acceptance.Scene.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmnhub.fixture.FreePort;
import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.SmscBuilder;
import io.vmnhub.peer.m3ua.M3uaMessage;
import io.vmnhub.peer.m3ua.M3uaMessage.Parameter;
import io.vmnhub.peer.m3ua.MessageType;
import io.vmnhub.peer.m3ua.SignallingLink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every part of M3UA that the hub can play, on both sides of the connection. */
class M3uaIT {

    private static final long DAVA_PC_1 = 1;

    @TempDir
    private Path folder;

    private Scene scene;

    @AfterEach
    void close() {
        Scene.close(scene);
    }

    private Scene start(String ss7, Map<String, String> properties) throws Exception {
        scene = new Scene(folder);
        return scene.start(ss7, properties);
    }

    private void assertWorks(Smsc smsc) {
        assertThat(smsc.sriSm(3, Scene.VMN).imsi()).isEqualTo(Scene.WEB);
        assertThat(smsc.forwardSm(2, Scene.AT_ONCE, text("hello")).isResult()).isTrue();
    }

    private static SmscBuilder as(SmscBuilder builder, String role) {
        return switch (role) {
            case "asp" -> builder.asAsp(101);
            case "sgp" -> builder.asSgp(101);
            case "ipsp-client" -> builder.asIpspClient(101);
            case "ipsp-server" -> builder.asIpspServer(101);
            default -> builder.asIpspDouble(101);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "sgp, server, single, asp",
        "sgp, client, single, asp",
        "asp, server, single, sgp",
        "asp, client, single, sgp",
        "ipsp-server, server, single, ipsp-client",
        "ipsp-server, client, single, ipsp-client",
        "ipsp-client, client, single, ipsp-server",
        "ipsp-client, server, single, ipsp-server",
        "ipsp-server, server, double, ipsp-double",
        "ipsp-client, client, double, ipsp-double"
    })
    void theHubWorksInEveryRoleOnBothSidesAndAfterThePeerHasBeenAway(
            String role, String side, String exchange, String peerRole) throws Exception {
        boolean listens = side.equals("server");
        int peerPort = FreePort.next();
        Map<String, String> properties =
                new HashMap<>(Map.of("test.role", role, "test.side", side, "test.exchange", exchange));
        if (!listens) {
            properties.put("test.local-port", "0");
            properties.put("test.peer-port", String.valueOf(peerPort));
        }
        start(role.startsWith("ipsp") ? "ipsp.yaml" : "one-link.yaml", properties);
        for (int time = 0; time < 2; time++) {
            Smsc smsc = scene.open(
                    as(listens ? Smsc.tcpClient("127.0.0.1", scene.port()) : Smsc.tcpServer(peerPort), peerRole));
            smsc.awaitLinks(1, SOON);
            smsc.activate();
            scene.awaitReady();
            assertWorks(smsc);
            if (time == 0) {
                smsc.close();
                await().atMost(SOON).until(() -> !scene.hub().status().ready());
            }
        }
    }

    @Test
    void aPeerWithoutRoutingContextIsServed() throws Exception {
        start("without-routing-context.yaml", Map.of());
        assertWorks(scene.connect(builder -> builder.asAsp(0).withoutRoutingContext())
                .activate());
    }

    @Test
    void theNetworkAppearanceIsThatOfThePeer() throws Exception {
        start("network-appearance.yaml", Map.of());
        assertWorks(scene.connect(builder -> builder.asAsp(101).networkAppearance(5))
                .activate());
    }

    @Test
    void anAnswerGoesOutOfTheServerThatLeadsToTheCallingSide() throws Exception {
        int second = FreePort.next();
        start("two-servers.yaml", Map.of("test.second-port", String.valueOf(second)));
        Smsc one = scene.connect(builder -> builder.asAsp(101)).activate();
        Smsc two = scene.open(Smsc.tcpClient("127.0.0.1", second)
                .asAsp(102)
                .trafficMode(1)
                .pointCodes(3, 1)
                .globalTitle("447700000200"));
        two.activate();
        for (int i = 0; i < 10; i++) {
            assertWorks(one);
            assertWorks(two);
        }
        Smsc behindTwo = two;
        behindTwo.deactivate();
        assertWorks(one);
        two.activate();
        assertWorks(two);
    }

    @Test
    void twoServersOverOneAssociationAreToldApartByTheirRoutingContexts() throws Exception {
        start("shared-link.yaml", Map.of());
        Smsc one = scene.connect(builder -> builder.asAsp(101)).activate();
        assertWorks(one);
        one.link()
                .send(M3uaMessage.of(
                        MessageType.ASPAC,
                        Parameter.u32(M3uaMessage.TRAFFIC_MODE_TYPE, 2),
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 102)));
        one.link()
                .await(
                        message -> message.is(MessageType.ASPAC_ACK)
                                && message.u32(M3uaMessage.ROUTING_CONTEXT).orElse(0) == 102,
                        SOON);
        await().atMost(SOON)
                .until(() -> scene.hub().status().applicationServers().stream()
                        .allMatch(server -> server.state().equals("ACTIVE")));
        assertWorks(one);
    }

    @ParameterizedTest
    @CsvSource({"loadshare, 2", "override, 1"})
    void anApplicationServerOfTwoAssociationsLivesOnWithOne(String mode, int trafficMode) throws Exception {
        int second = FreePort.next();
        start("two-links.yaml", Map.of("test.second-port", String.valueOf(second), "test.traffic-mode", mode));
        Smsc one = scene.connect(builder -> builder.asAsp(101).trafficMode(trafficMode))
                .activate();
        assertWorks(one);
        Smsc two = scene.open(Smsc.tcpClient("127.0.0.1", second).asAsp(101).trafficMode(trafficMode));
        if (mode.equals("override")) {
            two.link().up(SOON);
            assertThat(scene.hub().status().ready()).isTrue();
            assertWorks(one);
            two.activate();
            one.link()
                    .await(
                            message -> message.is(MessageType.NTFY)
                                    && message.u32(M3uaMessage.STATUS).orElse(0) == 0x0002_0002L,
                            SOON);
            assertWorks(two);
            two.close();
            one.link()
                    .send(M3uaMessage.of(
                            MessageType.ASPAC,
                            Parameter.u32(M3uaMessage.TRAFFIC_MODE_TYPE, 1),
                            Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101)));
            scene.awaitReady();
        } else {
            two.link().up(SOON);
            two.close();
        }
        assertWorks(one);
    }

    @Test
    void aSilentPeerIsCutAfterThreeHeartbeats() throws Exception {
        start("one-link.yaml", Map.of("test.heartbeat", "100ms"));
        Smsc smsc = scene.connect(builder -> builder.asAsp(101)).activate();
        smsc.link().await(MessageType.BEAT, SOON);
        assertWorks(smsc);
        smsc.link().answering(false);
        smsc.link().awaitClosed(SOON);
        assertThat(smsc.link().received().stream()
                        .filter(message -> message.is(MessageType.BEAT))
                        .count())
                .isGreaterThanOrEqualTo(3);
        smsc.reconnect().activate(SOON);
        assertWorks(smsc);
    }

    @Test
    void stateChangesAreNotifiedAndTakenBack() throws Exception {
        start("one-link.yaml", Map.of());
        Smsc smsc = scene.connect(builder -> builder.asAsp(101)).activate();
        smsc.link()
                .await(
                        message -> message.is(MessageType.NTFY)
                                && message.u32(M3uaMessage.STATUS).orElse(0) == 0x0001_0003L,
                        SOON);
        smsc.link().deactivate(SOON);
        await().atMost(SOON).until(() -> !scene.hub().status().ready());
        smsc.link().activate(SOON);
        assertWorks(smsc);
        smsc.link().down(SOON);
        smsc.link().activate(SOON);
        assertWorks(smsc);
        smsc.link().up(SOON);
    }

    @Test
    void theWrongTrafficModeAndRoutingContextAreRefusedAndTheRightOnesTakenAfterwards() throws Exception {
        start("one-link.yaml", Map.of());
        Smsc smsc = scene.connect(builder -> builder.asAsp(101));
        SignallingLink link = smsc.link();
        link.up(SOON);
        link.send(M3uaMessage.of(
                MessageType.ASPAC,
                Parameter.u32(M3uaMessage.TRAFFIC_MODE_TYPE, 2),
                Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 999)));
        assertThat(link.await(MessageType.ERR, SOON).u32(M3uaMessage.ERROR_CODE))
                .hasValue(0x19);
        link.send(M3uaMessage.of(
                MessageType.ASPAC,
                Parameter.u32(M3uaMessage.TRAFFIC_MODE_TYPE, 1),
                Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101)));
        assertThat(link.await(MessageType.ERR, SOON).u32(M3uaMessage.ERROR_CODE))
                .hasValue(0x05);
        link.send(M3uaMessage.of(MessageType.ASPAC, Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101)));
        link.awaitActive(SOON);
        assertWorks(smsc);
    }

    @Test
    void auditsAreAnsweredForTheHubAndAgainstOthers() throws Exception {
        start("one-link.yaml", Map.of());
        Smsc smsc = scene.connect(builder -> builder.asAsp(101)).activate();
        smsc.link()
                .send(M3uaMessage.of(
                        MessageType.DAUD,
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101),
                        Parameter.u32(M3uaMessage.AFFECTED_POINT_CODE, DAVA_PC_1, 99, 100)));
        M3uaMessage available = smsc.link().await(MessageType.DAVA, SOON);
        assertThat(available.u32(M3uaMessage.ROUTING_CONTEXT)).hasValue(101);
        assertThat(available.u32(M3uaMessage.AFFECTED_POINT_CODE)).hasValue(1);
        assertThat(smsc.link()
                        .await(MessageType.DUNA, SOON)
                        .parameter(M3uaMessage.AFFECTED_POINT_CODE)
                        .orElseThrow()
                        .value())
                .containsExactly(0, 0, 0, 99, 0, 0, 0, 100);
        assertWorks(smsc);
    }

    @Test
    void aDestinationThatIsUnavailableGetsNoAnswersUntilItIsAvailableAgain() throws Exception {
        start("one-link.yaml", Map.of("test.role", "asp", "test.idle", "2s"));
        Smsc smsc = scene.connect(builder -> builder.asSgp(101));
        smsc.awaitLinks(1, SOON);
        smsc.awaitActive(SOON);
        scene.awaitReady();
        assertWorks(smsc);
        smsc.link()
                .send(M3uaMessage.of(
                        MessageType.SCON,
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101),
                        Parameter.u32(M3uaMessage.AFFECTED_POINT_CODE, 2),
                        Parameter.u32(M3uaMessage.CONGESTION_INDICATIONS, 1)));
        assertWorks(smsc);
        smsc.link()
                .send(M3uaMessage.of(
                        MessageType.DUNA,
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101),
                        Parameter.u32(M3uaMessage.AFFECTED_POINT_CODE, 2)));
        List<CompletableFuture<Answer>> lost = java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> smsc.mtDialogue(3)
                        .answerTimeout(Duration.ofMillis(500))
                        .forwardSm(Scene.WEB, text("unavailable"), false))
                .toList();
        assertThat(lost).allMatch(answer -> answer.join().kind() == Answer.Kind.NONE);
        assertThat(scene.hub().counter("vmnhub_map_answers_total", "outcome=\"unsent\""))
                .isEqualTo(5);
        smsc.link()
                .send(M3uaMessage.of(
                        MessageType.DAVA,
                        Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101),
                        Parameter.u32(M3uaMessage.AFFECTED_POINT_CODE, 2)));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(smsc.mtDialogue(3)
                                .answerTimeout(Duration.ofMillis(300))
                                .forwardSm(Scene.AT_ONCE, text("available"), false)
                                .join()
                                .isResult())
                        .isTrue());
        assertWorks(smsc);
    }

    @Test
    void anAnswerWhoseServerIsDownIsCountedAsUnsent() throws Exception {
        start("one-link.yaml", Map.of("test.idle", "3s"));
        scene.application().answeringAfter("/slow", Duration.ofMillis(3_000), 200);
        Smsc smsc = scene.connect(builder -> builder.asAsp(101)).activate();
        CompletableFuture<Answer> lost =
                smsc.mtDialogue(3).answerTimeout(Duration.ofMillis(3_500)).forwardSm(Scene.SLOW, text("lost"), false);
        await().atMost(SOON).until(() -> scene.application().posted().size() == 1);
        smsc.link().down(SOON);
        assertThat(lost.join().kind()).isEqualTo(Answer.Kind.NONE);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scene.hub().counter("vmnhub_map_answers_total", "outcome=\"unsent\""))
                        .isEqualTo(1));
        smsc.link().activate(SOON);
        assertWorks(smsc);
    }
}
