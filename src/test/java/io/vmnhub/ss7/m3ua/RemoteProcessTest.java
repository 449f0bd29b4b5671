// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RemoteProcessTest {

    private final List<M3uaMessage> sent = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();
    private final RemoteProcess process = new RemoteProcess(new RemoteProcess.Owner() {
        @Override
        public void send(M3uaMessage message) {
            sent.add(message);
        }

        @Override
        public void changed(String server, AspState before, boolean failed, String cause) {
            changes.add(server + " " + process().state(server) + (failed ? " failed" : ""));
        }
    });

    private RemoteProcess process() {
        return process;
    }

    @BeforeEach
    void add() {
        process.add(Servers.sgp("one", 101));
        process.add(Servers.sgp("two", 102));
    }

    private void receive(MessageType type, Parameter... parameters) throws M3uaException {
        process.received(M3uaMessage.of(type, parameters));
    }

    private void assertRefused(ErrorCode code, MessageType type, Parameter... parameters) {
        assertThatThrownBy(() -> receive(type, parameters))
                .isInstanceOfSatisfying(
                        M3uaException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static Parameter contexts(long... contexts) {
        return Parameter.of(Tag.ROUTING_CONTEXT, contexts);
    }

    private List<MessageType> types() {
        return sent.stream().map(M3uaMessage::type).toList();
    }

    @Test
    void aProcessComesUpAndBecomesActiveInTheServersThatItNames() throws M3uaException {
        receive(MessageType.ASPUP, Parameter.of(Tag.ASP_IDENTIFIER, 4));
        receive(MessageType.ASPAC, Parameter.of(Tag.TRAFFIC_MODE_TYPE, 2), contexts(102));
        assertThat(types()).containsExactly(MessageType.ASPUP_ACK, MessageType.ASPAC_ACK);
        assertThat(sent.get(1).values(Tag.ROUTING_CONTEXT)).containsExactly(102);
        assertThat(process.state("one")).isEqualTo(AspState.INACTIVE);
        assertThat(process.state("two")).isEqualTo(AspState.ACTIVE);
        assertThat(process.aspIdentifier()).hasValue(4);
    }

    @Test
    void withoutRoutingContextAllServersAreMeant() throws M3uaException {
        receive(MessageType.ASPUP);
        receive(MessageType.ASPAC);
        assertThat(process.state("one")).isEqualTo(AspState.ACTIVE);
        assertThat(process.state("two")).isEqualTo(AspState.ACTIVE);
        assertThat(sent.get(1).values(Tag.ROUTING_CONTEXT)).containsExactly(101, 102);
    }

    @ParameterizedTest
    @EnumSource(names = {"ASPAC", "ASPIA"})
    void aProcessThatIsDownCannotAskForTraffic(MessageType type) {
        assertRefused(ErrorCode.UNEXPECTED_MESSAGE, type, contexts(101));
        assertThat(sent).isEmpty();
    }

    @Test
    void anUnknownRoutingContextIsRefusedAndTheKnownOnesAreTaken() throws M3uaException {
        receive(MessageType.ASPUP);
        assertThatThrownBy(() -> receive(MessageType.ASPAC, contexts(101, 999)))
                .isInstanceOfSatisfying(M3uaException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ROUTING_CONTEXT);
                    assertThat(refused.parameters())
                            .singleElement()
                            .satisfies(
                                    parameter -> assertThat(parameter.value()).containsExactly(0, 0, 0x03, 0xe7));
                });
        assertThat(process.state("one")).isEqualTo(AspState.ACTIVE);
    }

    @Test
    void anotherTrafficModeIsRefused() throws M3uaException {
        receive(MessageType.ASPUP);
        assertRefused(
                ErrorCode.UNSUPPORTED_TRAFFIC_MODE_TYPE,
                MessageType.ASPAC,
                Parameter.of(Tag.TRAFFIC_MODE_TYPE, 3),
                contexts(101));
        assertThat(process.state("one")).isEqualTo(AspState.INACTIVE);
    }

    @Test
    void aspUpOfAnActiveProcessIsAcknowledgedAndTakesItsTraffic() throws M3uaException {
        receive(MessageType.ASPUP);
        receive(MessageType.ASPAC, contexts(101));
        assertRefused(ErrorCode.UNEXPECTED_MESSAGE, MessageType.ASPUP);
        assertThat(types()).endsWith(MessageType.ASPUP_ACK);
        assertThat(process.state("one")).isEqualTo(AspState.INACTIVE);
    }

    @Test
    void aLostAssociationIsAFailure() throws M3uaException {
        receive(MessageType.ASPUP);
        changes.clear();
        process.linkDown("reset");
        assertThat(changes).containsExactly("one DOWN failed", "two DOWN failed");
    }

    @Test
    void managementTakesItOutOfServiceWithAcknowledgementsThatNobodyAskedFor() throws M3uaException {
        receive(MessageType.ASPUP);
        receive(MessageType.ASPAC, contexts(101));
        sent.clear();
        process.withdraw("locked");
        assertThat(process.state("one")).isEqualTo(AspState.INACTIVE);
        assertThat(process.receives("one")).as("what is on its way is taken").isTrue();
        assertThat(sent).isEmpty();
        process.deactivate();
        process.takeDown("locked");
        assertThat(types()).containsExactly(MessageType.ASPIA_ACK, MessageType.ASPDN_ACK);
        assertThat(process.isUp()).isFalse();
        assertThat(process.receives("one")).isFalse();
    }
}
