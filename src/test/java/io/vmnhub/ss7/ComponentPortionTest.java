// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComponentPortionTest {

    private static final String BEGIN = "6216480400000021";

    /** The second column is the component after marking; the others are as they were. */
    @ParameterizedTest
    @CsvSource({
        "a10802010102012c3000, a10802010102012c3000",
        "a1090202010102012c3000, a1090502010102012c3000",
        "a107020002012c3000, a107050002012c3000",
        "a10c0201018002010102012c3000, a10c0201010502010102012c3000",
        "a10b0201018001010201" + "2c3000, a10b02010180010102012c3000",
        "a10702010102003000, a10702010105003000",
        "a1090201010602808030" + "00, a109020101050280803000",
        "a10a020101060304000130" + "00, a10a02010106030400013000",
        "a2040202" + "0101, a20405020101",
        "a203020101, a203020101",
        "a20902010130" + "0402003000, a209020101300405003000",
        "a306020101020101, a306020101020101",
        "a305020101" + "0200, a3050201010500",
        "a11002010102012c3008" + "0488090c91447700, a11005010102012c30080488090c91447700",
        "a10e02010102012c300604847fffffff" + ", a10e05010102012c300604847fffffff",
        "a11002010102012c3000, a10805010102012c3000",
        "a18477ffffff02010102012c3000, a10c" + "05ffffff02010102012c3000",
        "a1, a1",
        "a103, a103",
        "a40602010181" + "0100, a406020101810100",
        "a9030201" + "01, a903020101",
        "a180020101020" + "12c0000, a18002010102012c0000"
    })
    void onlyWhatIsNoInvokeIdOrCodeIsMarked(String component, String marked) {
        byte[] message = message(component);
        int count = ComponentPortion.markMistyped(message);
        assertThat(HexFormat.of().formatHex(message)).isEqualTo(HexFormat.of().formatHex(message(marked)));
        assertThat(count).isEqualTo(component.equals(marked) && component.length() > 4 ? 0 : 1);
    }

    private static byte[] message(String component) {
        byte[] octets = HexFormat.of().parseHex(component);
        return HexFormat.of()
                .parseHex(String.format("62%02x48040000002" + "16c%02x", octets.length + 8, octets.length) + component);
    }

    @Test
    void noOctetsWhateverMakeItThrow() {
        Random random = new Random(11);
        byte[] sound = HexFormat.of().parseHex(BEGIN + "6c0ca10802010102012c3000a1020201");
        for (int round = 0; round < 200_000; round++) {
            byte[] message = sound.clone();
            for (int changes = random.nextInt(5); changes >= 0; changes--) {
                message[random.nextInt(message.length)] = (byte) random.nextInt(256);
            }
            ComponentPortion.readable(message);
            ComponentPortion.markMistyped(message);
            TransactionPortion.of(message);
        }
        for (int length = 0; length < sound.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sound, length);
            assertThat(ComponentPortion.readable(cut)).isFalse();
        }
    }
}
