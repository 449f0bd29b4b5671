// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.vmnhub.ss7.m3ua.M3uaMessage.Parameter;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesTest {

    private static final String LABEL = "00000002000000010302000f";

    private static ByteBuf hex(String octets) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(octets.replace(" ", "")));
    }

    private static DataMessage data(String parameters) throws M3uaException {
        DataMessage message = new DataMessage();
        message.read(hex("01000101 00000000" + parameters));
        return message;
    }

    @Test
    void aMessageIsReadAndWrittenAlike() throws M3uaException {
        String aspActive = "0100040100000018000b0008000000020006000800000065";
        M3uaMessage message = M3uaMessage.decode(hex(aspActive));
        assertThat(message.type()).isEqualTo(MessageType.ASPAC);
        assertThat(message.first(Tag.TRAFFIC_MODE_TYPE)).hasValue(2);
        assertThat(message.concerns(OptionalLong.of(101))).isTrue();
        assertThat(message.concerns(OptionalLong.of(102))).isFalse();
        assertThat(ByteBufUtil.hexDump(message.encode())).isEqualTo(aspActive);
    }

    @Test
    void theLastPaddingMayBeLeftOut() throws M3uaException {
        M3uaMessage message = M3uaMessage.decode(hex("010003030000000f0009000701020 3".replace(" ", "")));
        assertThat(message.parameters())
                .containsExactlyElementsOf(message.parameters())
                .hasSize(1);
        assertThat(ByteBufUtil.hexDump(message.encode()))
                .isEqualTo("0100030300000010000900070102030 0".replace(" ", ""));
        assertThat(data("0210 0011" + LABEL + "09").userData()).containsExactly(9);
        assertThat(data("0210 0011" + LABEL + "09000000").userData()).containsExactly(9);
    }

    @Test
    void dataIsReadWithItsLabel() throws M3uaException {
        DataMessage message = data("0200 0008 00000007 0006 0008 00000065 0210 0014" + LABEL + "0a0b0c0d");
        assertThat(message.routingContext()).isEqualTo(101);
        assertThat(message.isOfAnotherNetwork(7)).isFalse();
        assertThat(message.isOfAnotherNetwork(8)).isTrue();
        assertThat(message.originatingPointCode()).isEqualTo(2);
        assertThat(message.destinationPointCode()).isEqualTo(1);
        assertThat(message.serviceIndicator()).isEqualTo(3);
        assertThat(message.networkIndicator()).isEqualTo(2);
        assertThat(message.signallingLinkSelection()).isEqualTo(15);
        assertThat(message.userData()).containsExactly(10, 11, 12, 13);
    }

    @ParameterizedTest
    @CsvSource({
        "'0006 0008 00000065', MISSING_PARAMETER",
        "'', MISSING_PARAMETER",
        "'0210 0003', PARAMETER_FIELD_ERROR",
        "'0210 0000', PARAMETER_FIELD_ERROR",
        "'0210 0100 00000000', PARAMETER_FIELD_ERROR",
        "'0210 0009 0000000000', PARAMETER_FIELD_ERROR",
        "'0006 000a 000000650000', PARAMETER_FIELD_ERROR"
    })
    void brokenDataIsRefused(String parameters, ErrorCode code) {
        assertThatThrownBy(() -> data(parameters))
                .isInstanceOfSatisfying(
                        M3uaException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0100030100000010 0011 0003", "0100030100000010 0011 00ff 00000001"})
    void aManagementMessageWithABrokenParameterIsRefused(String octets) {
        assertThatThrownBy(() -> M3uaMessage.decode(hex(octets))).isInstanceOf(M3uaException.class);
    }

    @Test
    void anErrorRepeatsWhatItIsAbout() {
        ByteBuf offending = hex("0100040100000010 0006 0008 000003e7");
        M3uaMessage error = M3uaMessage.error(
                new M3uaException(ErrorCode.INVALID_ROUTING_CONTEXT, Parameter.of(Tag.ROUTING_CONTEXT, 999)),
                offending);
        assertThat(error.first(Tag.ERROR_CODE)).hasValue(0x19);
        assertThat(error.first(Tag.ROUTING_CONTEXT)).hasValue(999);
        assertThat(error.parameter(Tag.DIAGNOSTIC_INFORMATION).orElseThrow().value())
                .hasSize(16);
    }

    @Test
    void behindAnApplicationServerThereAreItsPointCodesOnly() {
        OriginScreen screen = OriginScreen.only(1, List.of(2, 3));
        assertThat(screen.takes(2)).isTrue();
        assertThat(screen.takes(3)).isTrue();
        assertThat(screen.takes(77)).isFalse();
        assertThat(screen.takes(1)).isFalse();
    }

    @Test
    void throughAGatewayAnySignallingPointMayWriteButThoseElsewhereAndTheHub() {
        OriginScreen screen = OriginScreen.anyBut(1, Set.of(5));
        assertThat(screen.takes(77)).isTrue();
        assertThat(screen.takes(5)).isFalse();
        assertThat(screen.takes(1)).isFalse();
    }
}
