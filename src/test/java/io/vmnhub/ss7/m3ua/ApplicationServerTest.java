// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitive;
import org.restcomm.protocols.ss7.mtp.Mtp3TransferPrimitiveFactory;
import org.restcomm.protocols.ss7.mtp.RoutingLabelFormat;

class ApplicationServerTest {

    private final ManualTimers timers = new ManualTimers();
    private final List<String> changes = new ArrayList<>();
    private final List<Integer> discarded = new ArrayList<>();
    private ApplicationServer server;
    private Process one;
    private Process two;

    private static final class Process implements ApplicationServer.Member {

        private final String name;
        private final long identifier;
        private final List<String> notified = new ArrayList<>();
        private AspState state = AspState.DOWN;

        Process(String name, long identifier) {
            this.name = name;
            this.identifier = identifier;
        }

        @Override
        public String association() {
            return name;
        }

        @Override
        public AspState state() {
            return state;
        }

        @Override
        public void override() {
            state = AspState.INACTIVE;
        }

        @Override
        public void notify(int type, int information, OptionalLong process) {
            if (state != AspState.DOWN) {
                notified.add(type + "/" + information + (process.isPresent() ? " by " + process.getAsLong() : ""));
            }
        }

        @Override
        public OptionalLong aspIdentifier() {
            return OptionalLong.of(identifier);
        }
    }

    private void make(Role role, TrafficMode mode, int minActive) {
        server = new ApplicationServer(
                Servers.of("as", role, 101, mode, minActive, "one", "two"), timers, new ApplicationServer.Owner() {
                    @Override
                    public void changed(ApplicationServer of, String cause) {
                        changes.add(of.state().name());
                    }

                    @Override
                    public void discarded(ApplicationServer of, int lost) {
                        discarded.add(lost);
                    }
                });
        one = new Process("one", 1);
        two = new Process("two", 2);
        server.add(one);
        server.add(two);
    }

    private void becomes(Process process, AspState state) {
        AspState before = process.state;
        process.state = state;
        server.changed(process, before, "test");
    }

    private static Mtp3TransferPrimitive message() {
        return new Mtp3TransferPrimitiveFactory(RoutingLabelFormat.ITU)
                .createMtp3TransferPrimitive(3, 2, 0, 1, 2, 0, new byte[1]);
    }

    @Test
    void processesHearOfEveryChange() {
        make(Role.SGP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        assertThat(one.notified).containsExactly("1/2", "1/3");
        assertThat(changes).containsExactly("INACTIVE", "ACTIVE");
    }

    @Test
    void aProcessThatComesUpHearsThatTheServerIsActive() {
        make(Role.SGP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        becomes(two, AspState.INACTIVE);
        assertThat(two.notified).containsExactly("1/3");
        becomes(two, AspState.ACTIVE);
        assertThat(two.notified).containsExactly("1/3");
    }

    @Test
    void messagesWaitWhileTheServerIsPendingAndGoToWhoeverBecomesActive() {
        make(Role.SGP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(two, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        becomes(one, AspState.INACTIVE);
        assertThat(server.state()).isEqualTo(AsState.PENDING);
        assertThat(two.notified).endsWith("1/4");
        assertThat(server.pending().orElseThrow().offer(message())).isTrue();
        becomes(two, AspState.ACTIVE);
        PendingQueue queue = server.recovered().orElseThrow();
        List<Mtp3TransferPrimitive> sent = new ArrayList<>();
        assertThat(queue.release(sent::add)).isZero();
        assertThat(sent).hasSize(1);
        assertThat(queue.offer(message())).isTrue();
        assertThat(sent).hasSize(2);
        timers.passSeconds(10);
        assertThat(server.state()).isEqualTo(AsState.ACTIVE);
        assertThat(server.recovered()).isEmpty();
    }

    @Test
    void whatWaitedIsLostWhenRecoveryTakesTooLong() {
        make(Role.SGP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        becomes(one, AspState.INACTIVE);
        PendingQueue queue = server.pending().orElseThrow();
        queue.offer(message());
        timers.passSeconds(2);
        assertThat(server.state()).isEqualTo(AsState.INACTIVE);
        assertThat(discarded).containsExactly(1);
        assertThat(queue.offer(message())).isFalse();
        assertThat(server.pending()).isEmpty();
    }

    @Test
    void aServerWhoseLastProcessIsLostIsPendingThenDown() {
        make(Role.SGP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        one.state = AspState.DOWN;
        server.failed(one, AspState.ACTIVE, "lost");
        assertThat(server.state()).isEqualTo(AsState.PENDING);
        timers.passSeconds(2);
        assertThat(server.state()).isEqualTo(AsState.DOWN);
    }

    @Test
    void theOtherProcessesHearOfAFailure() {
        make(Role.SGP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(two, AspState.INACTIVE);
        two.notified.clear();
        one.state = AspState.DOWN;
        server.failed(one, AspState.INACTIVE, "lost");
        assertThat(two.notified).containsExactly("2/3 by 1");
    }

    @Test
    void inOverrideModeTheLaterProcessTakesOverAndTheFormerHearsOfWhom() {
        make(Role.SGP, TrafficMode.OVERRIDE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        becomes(two, AspState.INACTIVE);
        one.notified.clear();
        becomes(two, AspState.ACTIVE);
        assertThat(one.state).isEqualTo(AspState.INACTIVE);
        assertThat(one.notified).containsExactly("2/2 by 2");
        assertThat(server.state()).isEqualTo(AsState.ACTIVE);
    }

    @Test
    void aServerThatNeedsTwoProcessesIsActiveWithTwoAndStaysWithOne() {
        make(Role.SGP, TrafficMode.LOADSHARE, 2);
        Process three = new Process("three", 3);
        server.add(three);
        becomes(three, AspState.INACTIVE);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        assertThat(server.state()).isEqualTo(AsState.INACTIVE);
        becomes(two, AspState.INACTIVE);
        becomes(two, AspState.ACTIVE);
        assertThat(server.state()).isEqualTo(AsState.ACTIVE);
        three.notified.clear();
        becomes(two, AspState.DOWN);
        assertThat(server.state()).isEqualTo(AsState.ACTIVE);
        assertThat(three.notified).containsExactly("2/1");
    }

    @Test
    void asProcessTheHubHoldsNothingBack() {
        make(Role.ASP, TrafficMode.LOADSHARE, 1);
        becomes(one, AspState.INACTIVE);
        becomes(one, AspState.ACTIVE);
        becomes(two, AspState.ACTIVE);
        becomes(one, AspState.DOWN);
        assertThat(server.state()).isEqualTo(AsState.ACTIVE);
        becomes(two, AspState.INACTIVE);
        assertThat(server.state()).isEqualTo(AsState.INACTIVE);
        assertThat(server.pending()).isEmpty();
        assertThat(one.notified).isEmpty();
    }
}
