// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vmnhub.ss7.api.Ss7Settings;
import io.vmnhub.ss7.api.Ss7Settings.ApplicationServer;
import io.vmnhub.ss7.api.Ss7Settings.Association;
import io.vmnhub.ss7.api.Ss7Settings.Exchange;
import io.vmnhub.ss7.api.Ss7Settings.Protocol;
import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.Side;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Associations that are locked, added, changed and removed while the hub runs: what is not concerned goes on. */
class Ss7ChangesIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RecordedEvents events = new RecordedEvents();
    private final List<Ss7Stack> stacks = new ArrayList<>();
    private final int portOne = TestSettings.freePort();
    private Ss7Stack hub;
    private Ss7Stack one;

    @BeforeEach
    void start() throws Exception {
        hub = started("hub", hub(List.of(client("one", portOne)), List.of(server("one", 101, 2, "one"))), events);
        hub.handle(MapOperation.MT_FORWARD_SM, invocation -> invocation.answer(new MapAnswer.Result()));
        one = started("one", smsc(2, portOne, 101), new RecordedEvents());
        awaitReady(one);
    }

    @AfterEach
    void stop() {
        stacks.forEach(Ss7Stack::stop);
    }

    private Ss7Stack started(String name, Ss7Settings settings, RecordedEvents recorded) throws Exception {
        Ss7Stack stack = new Ss7Stack(name, settings, recorded);
        stacks.add(0, stack);
        stack.start();
        return stack;
    }

    private static Ss7Settings hub(List<Association> associations, List<ApplicationServer> servers) {
        return TestSettings.hub(Protocol.TCP, Side.CLIENT, Role.ASP, 0, 1)
                .withLinks(new Ss7Settings(
                        1,
                        2,
                        TestSettings.MSC_TITLE,
                        TestSettings.HLR_TITLE,
                        associations,
                        servers,
                        List.of(TestSettings.local(TestSettings.MSC_TITLE)),
                        2,
                        50_000,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5)));
    }

    /** A gateway with the SMSC in it. */
    private static Ss7Settings smsc(int pointCode, int port, long routingContext) {
        return new Ss7Settings(
                pointCode,
                2,
                TestSettings.SMSC_TITLE,
                TestSettings.SMSC_TITLE,
                List.of(new Association(
                        "hub",
                        Protocol.TCP,
                        Side.SERVER,
                        List.of("127.0.0.1"),
                        port,
                        List.of("127.0.0.1"),
                        0,
                        Optional.empty(),
                        Duration.ofMillis(200))),
                List.of(new ApplicationServer(
                        "hub",
                        Role.SGP,
                        Exchange.SINGLE,
                        OptionalLong.of(routingContext),
                        OptionalLong.empty(),
                        TrafficMode.LOADSHARE,
                        1,
                        List.of("hub"),
                        List.of(1))),
                List.of(TestSettings.local(TestSettings.SMSC_TITLE), TestSettings.toPointCode("*", 1)),
                2,
                50_000,
                Duration.ofSeconds(60),
                Duration.ofSeconds(1));
    }

    private static Association client(String name, int port) {
        return new Association(
                name,
                Protocol.TCP,
                Side.CLIENT,
                List.of("127.0.0.1"),
                0,
                List.of("127.0.0.1"),
                port,
                Optional.of(Duration.ofSeconds(5)),
                Duration.ofMillis(200));
    }

    private static Association listening(String name, int port) {
        return new Association(
                name,
                Protocol.TCP,
                Side.SERVER,
                List.of("127.0.0.1"),
                port,
                List.of("127.0.0.1"),
                0,
                Optional.empty(),
                Duration.ofMillis(200));
    }

    private static ApplicationServer server(String name, long routingContext, int pointCode, String... associations) {
        return new ApplicationServer(
                name,
                Role.ASP,
                Exchange.SINGLE,
                OptionalLong.of(routingContext),
                OptionalLong.empty(),
                TrafficMode.LOADSHARE,
                1,
                List.of(associations),
                List.of(pointCode));
    }

    private static void awaitReady(Ss7Stack stack) {
        await().atMost(PATIENCE).until(() -> stack.status().ready());
    }

    private static void exchange(Ss7Stack smsc) throws Exception {
        assertThat(call(smsc).get(60, TimeUnit.SECONDS)).containsExactly(new MapAnswer.Result());
    }

    private static CompletableFuture<List<MapAnswer>> call(Ss7Stack smsc) {
        MapRequest request = new MapRequest.ForwardSm(
                Optional.of("234150000000001"), Optional.empty(), TestSettings.SMSC_TITLE, new byte[40], false);
        return smsc.call(new MapCall(
                3,
                TestSettings.MSC_TITLE,
                MapCall.MSC,
                TestSettings.SMSC_TITLE,
                MapCall.MSC,
                List.of(request),
                false,
                Duration.ofSeconds(30)));
    }

    private long timesUp(String association) {
        return events.lines().stream()
                .filter(line -> line.equals("up " + association))
                .count();
    }

    @Test
    void aLockedAssociationClosesAndComesBackWhenItIsUnlocked() throws Exception {
        exchange(one);
        hub.lock("one").get(30, TimeUnit.SECONDS);
        await().atMost(PATIENCE).until(() -> !hub.status().associations().get(0).connected());
        assertThat(hub.status().associations().get(0).locked()).isTrue();
        assertThat(hub.status().ready()).isFalse();
        assertThat(one.status().ready()).isFalse();
        assertThat(events.lines()).contains("association one LOCKED");
        hub.unlock("one");
        awaitReady(hub);
        awaitReady(one);
        exchange(one);
        assertThat(timesUp("one")).isEqualTo(2);
    }

    @Test
    void anAssociationThatIsUnlockedWhileItIsBeingLockedStaysInService() throws Exception {
        hub.lock("one");
        hub.unlock("one");
        awaitReady(hub);
        awaitReady(one);
        exchange(one);
    }

    @Test
    void anAnswerToAPeerThatHasGoneIsUnsentBecauseItsPointCodeIsUnreachable() throws Exception {
        CompletableFuture<MapInvocation> held = new CompletableFuture<>();
        hub.handle(MapOperation.MT_FORWARD_SM, held::complete);
        call(one);
        MapInvocation invocation = held.get(60, TimeUnit.SECONDS);
        stacks.remove(one);
        one.stop();
        await().atMost(PATIENCE).until(() -> !hub.status().ready());
        assertThat(invocation.answer(new MapAnswer.Result())).isFalse();
        assertThat(invocation.unsentBecause()).isEqualTo("point code 2 is unreachable");
    }

    @Test
    void lockingWhatDoesNotExistSaysWhatDoes() {
        assertThatThrownBy(() -> hub.lock("two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there is no association 'two'; there are one");
    }

    @Test
    void anAssociationIsAddedAndRemovedAndTheOtherOneGoesOn() throws Exception {
        int portTwo = TestSettings.freePort();
        Ss7Stack two = started("two", smsc(3, portTwo, 102), new RecordedEvents());
        assertThat(hub.apply(hub(
                        List.of(client("one", portOne), client("two", portTwo)),
                        List.of(server("one", 101, 2, "one"), server("two", 102, 3, "two")))))
                .isEmpty();
        awaitReady(two);
        exchange(two);
        exchange(one);
        hub.apply(hub(List.of(client("one", portOne)), List.of(server("one", 101, 2, "one"))));
        await().atMost(PATIENCE).until(() -> !two.status().ready());
        exchange(one);
        assertThat(timesUp("one")).isEqualTo(1);
        assertThat(hub.status().associations()).hasSize(1);
        assertThat(hub.status().applicationServers()).hasSize(1);
    }

    @Test
    void anAssociationThatHasChangedOpensAgain() throws Exception {
        int moved = TestSettings.freePort();
        Ss7Stack elsewhere = started("elsewhere", smsc(2, moved, 101), new RecordedEvents());
        hub.apply(hub(List.of(client("one", moved)), List.of(server("one", 101, 2, "one"))));
        awaitReady(elsewhere);
        exchange(elsewhere);
        await().atMost(PATIENCE).until(() -> !one.status().ready());
    }

    @Test
    void anotherPointCodeAndAnotherApplicationServerLeaveTheAssociationOpen() throws Exception {
        ApplicationServer wider = new ApplicationServer(
                "one",
                Role.ASP,
                Exchange.SINGLE,
                OptionalLong.of(101),
                OptionalLong.empty(),
                TrafficMode.LOADSHARE,
                1,
                List.of("one"),
                List.of(2, 9));
        hub.apply(hub(List.of(client("one", portOne)), List.of(wider)));
        exchange(one);
        assertThat(hub.status().applicationServers().get(0).destinations()).hasSize(2);
        hub.apply(hub(List.of(client("one", portOne)), List.of(server("renamed", 101, 2, "one"))));
        await().atMost(PATIENCE)
                .until(() -> hub.status().ready() && one.status().ready());
        exchange(one);
        assertThat(timesUp("one")).isEqualTo(1);
    }

    @Test
    void anAddressThatCannotBeListenedOnLeavesAllAsItWas() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ss7Settings broken = hub(
                    List.of(client("one", portOne), listening("two", taken.getLocalPort())),
                    List.of(server("one", 101, 9, "one"), server("two", 102, 3, "two")));
            assertThatThrownBy(() -> hub.apply(broken))
                    .isInstanceOf(Ss7Exception.class)
                    .hasMessageContaining("cannot listen on TCP [127.0.0.1]:" + taken.getLocalPort());
        }
        exchange(one);
        assertThat(hub.status().associations()).hasSize(1);
        assertThat(hub.status()
                        .applicationServers()
                        .get(0)
                        .destinations()
                        .get(0)
                        .pointCode())
                .isEqualTo(2);
    }

    @Test
    void whatCannotChangeIsNamed() throws Exception {
        Ss7Settings other = hub(List.of(client("one", portOne)), List.of(server("one", 101, 2, "one")));
        Ss7Settings changed = new Ss7Settings(
                7,
                other.networkIndicator(),
                other.mscGlobalTitle(),
                other.hlrGlobalTitle(),
                other.associations(),
                other.applicationServers(),
                other.globalTitleTranslation(),
                3,
                other.maxDialogues(),
                other.dialogueIdleTimeout(),
                other.drainTimeout());
        assertThat(hub.apply(changed)).containsExactly("pointCode", "deliveryThreads");
        exchange(one);
    }
}
