// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.peer.sccp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.peer.wire.MalformedPduException;
import io.vmnhub.peer.wire.Octets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SccpMessageTest {

    private static final PartyAddress HLR = PartyAddress.title("447700900001", 6);
    private static final PartyAddress SMSC = PartyAddress.title("447700000100", 8);

    @Test
    void aUnitdataIsWrittenAsQ713HasIt() {
        byte[] expected = Octets.hex("0980 030e19 0b 1206 001204 447700090010 0b 1208 001204 447700001000 02 aabb");
        SccpMessage message = SccpMessage.udt(HLR, SMSC, Octets.hex("aabb")).withReturnOnError(true);
        assertThat(message.encode()).isEqualTo(expected);
        SccpMessage decoded = SccpMessage.decode(expected);
        assertThat(decoded.called()).isEqualTo(HLR);
        assertThat(decoded.calling()).isEqualTo(SMSC);
        assertThat(decoded.data()).isEqualTo(Octets.hex("aabb"));
        assertThat(decoded.returnOnError()).isTrue();
    }

    @Test
    void anExtendedUnitdataCarriesItsSegmentation() {
        SccpMessage message =
                SccpMessage.xudt(PartyAddress.subsystem(1, 8), PartyAddress.subsystem(2, 8), Octets.hex("aabbcc"));
        List<SccpMessage> parts = message.segments(2, 0x010203);
        assertThat(parts.get(0).encode())
                .isEqualTo(Octets.hex("1101 0f 04 08 0c 0e 04 43 0100 08 04 43 0200 08 02 aabb 10 04 81 010203 00"));
        assertThat(SccpMessage.decode(parts.get(0).encode()).segmentation())
                .contains(new SccpMessage.Segmentation(true, false, 1, 0x010203));
        assertThat(SccpMessage.decode(message.encode()).segmentation()).isEmpty();
    }

    @Test
    void segmentsMakeTheWholeAgain() {
        byte[] data = new byte[700];
        data[699] = 7;
        Reassembly reassembly = new Reassembly();
        List<SccpMessage> parts = SccpMessage.xudt(HLR, SMSC, data).segments(4, 9);
        for (SccpMessage part : parts.subList(0, 3)) {
            assertThat(reassembly.add(SccpMessage.decode(part.encode()))).isEmpty();
        }
        assertThat(reassembly.add(SccpMessage.decode(parts.get(3).encode())).map(SccpMessage::data))
                .contains(data);
    }

    @Test
    void segmentsOutOfOrderAreRefused() {
        Reassembly reassembly = new Reassembly();
        List<SccpMessage> parts = SccpMessage.xudt(HLR, SMSC, new byte[30]).segments(3, 9);
        assertThatThrownBy(() -> reassembly.add(parts.get(1))).isInstanceOf(MalformedPduException.class);
        reassembly.add(parts.get(0));
        assertThatThrownBy(() -> reassembly.add(parts.get(2))).isInstanceOf(MalformedPduException.class);
    }

    @Test
    void everyGlobalTitleFormatComesBackAsItWent() {
        for (GlobalTitle title : List.of(
                new GlobalTitle(1, 0, 0, 4, "12345"),
                new GlobalTitle(2, 9, 0, 0, "1234"),
                new GlobalTitle(3, 0, 7, 0, "123"),
                new GlobalTitle(4, 0, 1, 3, "4477"))) {
            PartyAddress address = PartyAddress.title(title, 6).withPointCode(0x3ffe);
            assertThat(PartyAddress.decode(address.encode())).isEqualTo(address);
        }
        assertThat(PartyAddress.title(new GlobalTitle(1, 0, 0, 4, "12345"), 6).encode())
                .isEqualTo(Octets.hex("0606 84 214305"));
        assertThat(new PartyAddress(true, java.util.OptionalInt.empty(), java.util.OptionalInt.of(8), Optional.empty())
                        .encode())
                .isEqualTo(Octets.hex("4208"));
    }

    @Test
    void aServiceMessageTurnsTheAddressesRound() {
        SccpMessage returned = SccpMessage.decode(
                SccpMessage.udt(HLR, SMSC, Octets.hex("aabb")).returned(1).encode());
        assertThat(returned.type()).isEqualTo(SccpMessage.Type.UDTS);
        assertThat(returned.returnCause()).isEqualTo(1);
        assertThat(returned.called()).isEqualTo(SMSC);
    }

    @Test
    void cutMessagesAreRefusedWhereverTheyAreCut() {
        byte[] right =
                SccpMessage.xudt(HLR, SMSC, new byte[40]).segments(2, 1).get(0).encode();
        for (int length = 0; length < right.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(right, length);
            assertThatThrownBy(() -> SccpMessage.decode(cut))
                    .as("cut after " + length)
                    .isInstanceOf(MalformedPduException.class);
        }
    }

    @Test
    void subsystemTestIsFiveOctets() {
        SubsystemManagement test = new SubsystemManagement(SubsystemManagement.Format.SST, 8, 1, 0);
        assertThat(test.encode()).isEqualTo(Octets.hex("0308010000"));
        assertThat(SubsystemManagement.decode(test.encode())).isEqualTo(test);
    }
}
