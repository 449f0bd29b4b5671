// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.m3ua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import org.junit.jupiter.api.Test;

class M3uaMessageTest {

    @Test
    void anAspActiveIsWrittenAsRfc4666HasIt() {
        M3uaMessage message = M3uaMessage.of(
                MessageType.ASPAC,
                M3uaMessage.Parameter.u32(M3uaMessage.TRAFFIC_MODE_TYPE, 2),
                M3uaMessage.Parameter.u32(M3uaMessage.ROUTING_CONTEXT, 101));
        byte[] expected = Octets.hex("01000401 00000018 000b0008 00000002 00060008 00000065");
        assertThat(message.encode()).isEqualTo(expected);
        assertThat(M3uaMessage.decode(expected).u32(M3uaMessage.ROUTING_CONTEXT))
                .hasValue(101);
    }

    @Test
    void dataIsPaddedAndItsPaddingIsNotPartOfIt() {
        ProtocolData data = new ProtocolData(2, 1, 3, 2, 0, 5, Octets.hex("0900aa"));
        byte[] expected = Octets.hex("01000101 0000001c 02100013 00000002 00000001 03020005 0900aa00");
        assertThat(M3uaMessage.of(MessageType.DATA, data.parameter()).encode()).isEqualTo(expected);
        ProtocolData decoded = ProtocolData.decode(M3uaMessage.decode(expected)
                .parameter(M3uaMessage.PROTOCOL_DATA)
                .orElseThrow()
                .value());
        assertThat(decoded.data()).isEqualTo(Octets.hex("0900aa"));
        assertThat(decoded.signallingLinkSelection()).isEqualTo(5);
    }

    @Test
    void wrongVersionsLengthsAndPaddingsAreRefused() {
        for (String wrong : new String[] {
            "0200030100000008",
            "010003010000000c",
            "01000301",
            "0100040100000010 0006000800000065 00",
            "010004010000000c 00060003",
            "010001010000000c 02100010",
            "0100030100000010 0004000561000001"
        }) {
            assertThatThrownBy(() -> M3uaMessage.decode(Octets.hex(wrong)))
                    .as(wrong)
                    .isInstanceOf(MalformedPduException.class);
        }
    }
}
