// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.mobicents.protocols.asn.AsnOutputStream;

class AbsentUntilTest {

    private static String encoded(OptionalInt diagnostic) throws Exception {
        AsnOutputStream out = new AsnOutputStream();
        new AbsentUntil(diagnostic, Instant.ofEpochSecond(0xeb38a6e0L - 2_208_988_800L)).encodeAll(out);
        return HexFormat.of().formatHex(out.toByteArray());
    }

    @Test
    void theTimeIsTheSecondsSince1900InTheThirdContextTag() throws Exception {
        assertThat(encoded(OptionalInt.of(1))).isEqualTo("30090201018204eb38a6e0");
        assertThat(encoded(OptionalInt.empty())).isEqualTo("30068204eb38a6e0");
    }

    @Test
    void after2036TheSecondsBeginAnew() {
        assertThat(AbsentUntil.octets(Instant.parse("2036-02-07T06:28:17Z"))).containsExactly(0, 0, 0, 1);
    }
}
