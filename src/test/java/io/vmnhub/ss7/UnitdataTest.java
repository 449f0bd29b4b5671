// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitdataTest {

    private static final String UDT = "0980030508" + "024306" + "03430108" + "03aabbcc";
    private static final String XUDT = "11800f04060900" + "024306" + "03430108" + "03aabbcc";
    private static final String LUDT = "13800f070008000a000000" + "024306" + "03430108" + "0300aabbcc";

    private static Unitdata read(String hex) {
        return Unitdata.of(HexFormat.of().parseHex(hex));
    }

    @ParameterizedTest
    @CsvSource({UDT + ", 0a", XUDT + ", 12", LUDT + ", 14"})
    void everyKindIsReadAndReturnedInItsOwn(String hex, String service) {
        Unitdata message = read(hex);
        assertThat(message.complete()).isTrue();
        assertThat(message.returnOption()).isTrue();
        assertThat(message.hopsLeft()).isTrue();
        assertThat(message.segment()).isFalse();
        assertThat(HexFormat.of().formatHex(message.plain())).isEqualTo(UDT);
        byte[] returned = message.returnedFor(ReturnCause.HOP_COUNTER_VIOLATION);
        assertThat(HexFormat.of().formatHex(returned)).startsWith(service + "0c");
        Unitdata back = Unitdata.of(returned);
        assertThat(back.returned()).isTrue();
        assertThat(back.returnOption()).isFalse();
        assertThat(back.called()).isEqualTo(message.calling());
        assertThat(back.calling()).isEqualTo(message.called());
        assertThat(back.data()).isEqualTo(message.data());
    }

    /** The optional part of an XUDT in the second column. */
    @ParameterizedTest
    @CsvSource({
        "00, true, false, 0",
        "1004c1010203" + "00, true, true, 66051",
        "1201071004c101020300, true, true, 66051",
        "ff02aabb10" + "0481010203fe0000, true, true, 66051",
        "10048001020300, true, false, 66051",
        "1004c1010203, true, true, 66051",
        "1003c1010200, false, false, 0",
        "12ff, false, false, 0",
        "10, false, false, 0",
        "'', true, false, 0"
    })
    void optionalParametersAreReadInAnyOrder(String part, boolean readable, boolean segment, int reference) {
        Unitdata message = read("11800f0406090c" + XUDT.substring(14) + part);
        assertThat(message.optionsReadable()).isEqualTo(readable);
        if (readable) {
            assertThat(message.segment()).isEqualTo(segment);
            assertThat(HexFormat.of().formatHex(message.plain())).isEqualTo(UDT);
        }
        if (segment) {
            assertThat(message.localReference()).isEqualTo(reference);
            assertThat(message.firstSegment()).isTrue();
            assertThat(message.remainingSegments()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "11800004060900, false",
        "11801004060900, false",
        "1180ff04060900, false",
        "11800104060900, true",
        "11800f04060900, true"
    })
    void aHopCounterIsOneToFifteen(String head, boolean left) {
        assertThat(read(head + XUDT.substring(14)).hopsLeft()).isEqualTo(left);
    }

    @Test
    void dataThatAreTooLongForAUnitdataMakeALongOne() {
        byte[] data = new byte[600];
        Arrays.fill(data, (byte) 7);
        byte[] whole = read(XUDT).with(data);
        assertThat(whole[0]).isEqualTo((byte) 0x13);
        assertThat(Unitdata.of(whole).data()).isEqualTo(data);
        assertThat(Unitdata.of(whole).called()).isEqualTo(read(XUDT).called());
        assertThat(Unitdata.of(read(XUDT).with(new byte[255])).data()).hasSize(255);
    }

    @Test
    void noOctetsWhateverMakeItThrow() {
        Random random = new Random(714);
        for (String sound : new String[] {UDT, XUDT, LUDT, XUDT + "1004c101020300"}) {
            for (int round = 0; round < 50_000; round++) {
                byte[] octets = Arrays.copyOf(
                        HexFormat.of().parseHex(sound), sound.length() / 2 - (round % 3 == 0 ? random.nextInt(8) : 0));
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                }
                if (Unitdata.isUnitdata(octets)) {
                    use(Unitdata.of(octets));
                }
            }
        }
    }

    private static void use(Unitdata message) {
        if (message.complete()) {
            PartyAddress.of(message.called());
            PartyAddress.of(message.calling());
            message.plain();
            message.hopsLeft();
            message.returnedFor(ReturnCause.UNQUALIFIED);
            if (message.segment()) {
                message.localReference();
            }
        }
    }
}
