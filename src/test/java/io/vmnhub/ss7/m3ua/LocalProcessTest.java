// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.api.Ss7Settings.Role;
import io.vmnhub.ss7.api.Ss7Settings.TrafficMode;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocalProcessTest {

    private static final String AS = "stp";

    private final ManualTimers timers = new ManualTimers();
    private final List<String> sent = new ArrayList<>();
    private final List<String> causes = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final LocalProcess process = new LocalProcess(timers, new LocalProcess.Owner() {
        @Override
        public void send(M3uaMessage message) {
            sent.add(message.type().name());
        }

        @Override
        public void changed(String server, String cause) {
            causes.add(cause);
        }

        @Override
        public void remark(String what) {
            remarks.add(what);
        }
    });

    @BeforeEach
    void add() {
        process.add(Servers.asp(AS, 101));
    }

    private void receive(MessageType type, Parameter... parameters) {
        process.received(M3uaMessage.of(type, parameters));
    }

    private void notify(long status) {
        receive(MessageType.NTFY, Parameter.of(Tag.STATUS, status), Parameter.of(Tag.ROUTING_CONTEXT, 101));
    }

    private void error(ErrorCode code) {
        receive(MessageType.ERR, Parameter.of(Tag.ERROR_CODE, code.code()));
    }

    private void activate() {
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        receive(MessageType.ASPAC_ACK, Parameter.of(Tag.ROUTING_CONTEXT, 101));
    }

    private void activateForLong() {
        activate();
        timers.passSeconds(60);
        sent.clear();
    }

    @Test
    void anActiveAcknowledgementIsEnoughToSend() {
        activate();
        assertThat(sent).containsExactly("ASPUP", "ASPAC");
        assertThat(process.sends(AS)).isTrue();
        assertThat(process.receives(AS)).isTrue();
    }

    @Test
    void anAcknowledgementWithoutRoutingContextIsForAll() {
        process.add(Servers.asp("other", 102));
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        receive(MessageType.ASPAC_ACK);
        assertThat(process.sends(AS)).isTrue();
        assertThat(process.sends("other")).isTrue();
    }

    @Test
    void anAcknowledgementIsForTheRoutingContextsThatItNames() {
        process.add(Servers.asp("other", 102));
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        receive(MessageType.ASPAC_ACK, Parameter.of(Tag.ROUTING_CONTEXT, 102));
        assertThat(process.sends(AS)).isFalse();
        assertThat(process.sends("other")).isTrue();
    }

    @Test
    void aspUpIsRepeatedWithGrowingDelays() {
        process.linkUp();
        timers.passSeconds(2 + 4 + 8 + 16 + 30 + 30);
        assertThat(sent).hasSize(7).containsOnly("ASPUP");
    }

    @Test
    void dataMayOvertakeTheActiveAcknowledgement() {
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        assertThat(process.receives(AS)).isTrue();
        assertThat(process.sends(AS)).isFalse();
    }

    @Test
    void aspActiveIsRepeatedWhenItIsNotAnswered() {
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        timers.passSeconds(2);
        assertThat(sent).containsExactly("ASPUP", "ASPAC", "ASPAC");
    }

    @Test
    void aspActiveIsRepeatedWhenManagementBlocksIt() {
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        error(ErrorCode.REFUSED_MANAGEMENT_BLOCKING);
        timers.passSeconds(2);
        error(ErrorCode.REFUSED_MANAGEMENT_BLOCKING);
        timers.passSeconds(4);
        receive(MessageType.ASPAC_ACK);
        assertThat(sent).containsExactly("ASPUP", "ASPAC", "ASPAC", "ASPAC");
        assertThat(process.sends(AS)).isTrue();
        assertThat(remarks).containsExactly("an Error came: refused - management blocking");
    }

    @Test
    void anActiveProcessThatManagementBlocksSendsNothingAndAsksAgain() {
        activateForLong();
        error(ErrorCode.REFUSED_MANAGEMENT_BLOCKING);
        assertThat(process.sends(AS)).isFalse();
        assertThat(causes).last().isEqualTo("an Error came: refused - management blocking");
        error(ErrorCode.REFUSED_MANAGEMENT_BLOCKING);
        timers.passSeconds(2);
        assertThat(sent).containsExactly("ASPAC", "ASPAC");
        receive(MessageType.ASPAC_ACK);
        assertThat(process.sends(AS)).isTrue();
    }

    @Test
    void aPeerThatDoesNotExpectAspActiveIsAskedFromTheBeginning() {
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        error(ErrorCode.UNEXPECTED_MESSAGE);
        timers.passSeconds(30);
        assertThat(sent).startsWith("ASPUP", "ASPAC", "ASPUP");
    }

    @Test
    void anUnaskedInactiveAcknowledgementIsAnsweredByAskingForTraffic() {
        activateForLong();
        receive(MessageType.ASPIA_ACK, Parameter.of(Tag.ROUTING_CONTEXT, 101));
        assertThat(process.sends(AS)).isFalse();
        assertThat(process.state(AS)).isEqualTo(AspState.INACTIVE);
        assertThat(sent).containsExactly("ASPAC");
        assertThat(causes).last().isEqualTo("the peer sent ASP Inactive Ack");
    }

    @Test
    void aPeerThatTakesTheTrafficAwayAgainAndAgainIsAskedLessOften() {
        activate();
        sent.clear();
        for (int i = 0; i < 10; i++) {
            receive(MessageType.ASPIA_ACK);
            receive(MessageType.ASPAC_ACK);
        }
        assertThat(sent).isEmpty();
        receive(MessageType.ASPIA_ACK);
        timers.passSeconds(4);
        assertThat(sent).containsExactly("ASPAC");
    }

    @Test
    void anActiveAcknowledgementBeginsTheDelaysAnew() {
        activate();
        for (int i = 0; i < 5; i++) {
            sent.clear();
            receive(MessageType.ASPIA_ACK);
            timers.passSeconds(2);
            assertThat(sent).as("after the first repetition's 2 s").containsExactly("ASPAC");
            receive(MessageType.ASPAC_ACK);
        }
    }

    @Test
    void anUnaskedDownAcknowledgementIsAnsweredByAspUp() {
        activateForLong();
        receive(MessageType.ASPDN_ACK);
        assertThat(process.state(AS)).isEqualTo(AspState.DOWN);
        receive(MessageType.ASPUP_ACK);
        receive(MessageType.ASPAC_ACK);
        assertThat(sent).containsExactly("ASPUP", "ASPAC");
        assertThat(process.sends(AS)).isTrue();
    }

    @Test
    void anUnaskedUpAcknowledgementMakesTheProcessInactiveAndItAsksAgain() {
        activateForLong();
        receive(MessageType.ASPUP_ACK);
        assertThat(process.state(AS)).isEqualTo(AspState.INACTIVE);
        assertThat(sent).containsExactly("ASPAC");
    }

    @ParameterizedTest
    @ValueSource(longs = {0x0001_0002, 0x0001_0004})
    void aGatewayWhoseApplicationServerIsNotActiveGetsNoTrafficUntilItIs(long status) {
        activateForLong();
        notify(status);
        assertThat(process.sends(AS)).isFalse();
        notify(0x0001_0003);
        assertThat(process.sends(AS)).isTrue();
    }

    @Test
    void aGatewayThatSaysNoMoreIsAskedAfterAWhile() {
        activateForLong();
        notify(0x0001_0004);
        timers.passSeconds(10);
        assertThat(sent).containsExactly("ASPAC");
        receive(MessageType.ASPAC_ACK);
        assertThat(process.sends(AS)).isTrue();
    }

    private void override() {
        process.remove(AS);
        process.add(Servers.of(AS, Role.ASP, 101, TrafficMode.OVERRIDE, 1, "one"));
    }

    @ParameterizedTest
    @EnumSource(value = TrafficMode.class, names = "OVERRIDE", mode = EnumSource.Mode.EXCLUDE)
    void anAlternateProcessThatIsActiveChangesNothingWhereTrafficIsShared(TrafficMode mode) {
        process.remove(AS);
        process.add(Servers.of(AS, Role.ASP, 101, mode, 1, "one"));
        activateForLong();
        receive(MessageType.NTFY, Parameter.of(Tag.STATUS, 0x0002_0002), Parameter.of(Tag.ASP_IDENTIFIER, 7));
        assertThat(process.sends(AS)).isTrue();
        assertThat(process.state(AS)).isEqualTo(AspState.ACTIVE);
        assertThat(sent).isEmpty();
        assertThat(remarks)
                .containsExactly(
                        "the peer says that an alternate process is active (ASP identifier 7), which changes nothing"
                                + " in traffic mode " + mode.name().toLowerCase(Locale.ROOT));
    }

    @Test
    void anAlternateProcessThatIsActiveDoesNotEndTheAskingWhereTrafficIsShared() {
        process.linkUp();
        receive(MessageType.ASPUP_ACK);
        notify(0x0002_0002);
        timers.passSeconds(2);
        assertThat(sent).containsExactly("ASPUP", "ASPAC", "ASPAC");
    }

    @Test
    void aProcessThatIsOverriddenWaitsUntilItIsNeeded() {
        override();
        activateForLong();
        receive(MessageType.NTFY, Parameter.of(Tag.STATUS, 0x0002_0002), Parameter.of(Tag.ASP_IDENTIFIER, 7));
        timers.passSeconds(600);
        assertThat(sent).isEmpty();
        assertThat(causes).last().isEqualTo("Notify: an alternate process is active (ASP identifier 7)");
        notify(0x0001_0004);
        assertThat(sent).containsExactly("ASPAC");
    }

    @Test
    void insufficientResourcesCallAWaitingProcess() {
        override();
        activateForLong();
        notify(0x0002_0002);
        notify(0x0002_0001);
        assertThat(sent).containsExactly("ASPAC");
        assertThat(remarks).containsExactly("the peer says that too few processes are active");
    }

    @Test
    void theFailureOfAnotherProcessIsTold() {
        activateForLong();
        receive(MessageType.NTFY, Parameter.of(Tag.STATUS, 0x0002_0003), Parameter.of(Tag.ASP_IDENTIFIER, 9));
        assertThat(remarks).containsExactly("the peer says that another process has failed (ASP identifier 9)");
        assertThat(process.sends(AS)).isTrue();
    }

    @Test
    void aLostAssociationTakesTheProcessDownAndTheNextOneBeginsAnew() {
        activateForLong();
        process.linkDown("reset");
        assertThat(process.state(AS)).isEqualTo(AspState.DOWN);
        timers.passSeconds(600);
        assertThat(sent).isEmpty();
        activate();
        assertThat(sent).containsExactly("ASPUP", "ASPAC");
        assertThat(process.sends(AS)).isTrue();
    }

    @Test
    void leavingSendsInactiveThenDownAndAsksForNothing() {
        activateForLong();
        process.withdraw("locked");
        process.leave();
        assertThat(process.sends(AS)).isFalse();
        receive(MessageType.ASPIA_ACK);
        process.leaveDown();
        receive(MessageType.ASPDN_ACK);
        timers.pass(Duration.ofMinutes(10));
        assertThat(sent).containsExactly("ASPIA", "ASPDN");
    }

    @Test
    void anApplicationServerThatIsAddedWhileTheProcessIsUpBecomesActive() {
        activateForLong();
        process.add(Servers.asp("new", 102));
        receive(MessageType.ASPAC_ACK, Parameter.of(Tag.ROUTING_CONTEXT, 102));
        assertThat(sent).containsExactly("ASPAC");
        assertThat(process.sends("new")).isTrue();
        process.remove("new");
        assertThat(sent).containsExactly("ASPAC", "ASPIA");
        assertThat(process.sends(AS)).isTrue();
    }
}
