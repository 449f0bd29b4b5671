// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionPortionTest {

    /** -1 stands for no valid id. */
    @ParameterizedTest
    @CsvSource({
        "62064804fffefdfc, 4294901244, -1",
        "6203480107, 7, -1",
        "6502" + "4800, -1, -1",
        "62074805" + "0102030405, -1, -1",
        "650c480400000001490400000002, 1, 2",
        "6581" + "0c480400000001490400000002, 1, 2",
        "658048040000000149040000" + "00020000, 1, 2",
        "64064904fffefdfc, -1, 4294901244",
        "6403" + "490107, -1, -1",
        "62ff4804000000216b1e28, -1, -1",
        "627f4804000000216b1e28, 33, -1",
        "62, -1, -1",
        "'', -1, -1"
    })
    void theIdsAreReadAsFarAsTheOctetsGo(String hex, long originating, long destination) {
        TransactionPortion portion = TransactionPortion.of(HexFormat.of().parseHex(hex));
        assertThat(portion.originatingId()).isEqualTo(originating);
        assertThat(portion.destinationId()).isEqualTo(destination);
    }

    @Test
    void aReturnedMessageIsKnownByItsOriginatingId() {
        TransactionPortion portion = TransactionPortion.of(HexFormat.of().parseHex("627f4804000000216b1e28"));
        assertThat(portion.ownOriginatingId()).isEqualTo(0x21);
        assertThat(portion.identified()).containsExactly(0x62, 6, 0x48, 4, 0, 0, 0, 0x21);
    }

    @Test
    void idsAreSpreadOverAllThirtyTwoBits() {
        TransactionIds ids = new TransactionIds();
        Set<Long> drawn = new HashSet<>();
        Set<Long> upper = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            long id = ids.next();
            assertThat(id).isBetween(1L, 0xffffffffL);
            drawn.add(id);
            upper.add(id >>> 28);
        }
        assertThat(drawn.size()).isGreaterThan(4_990);
        assertThat(upper).hasSize(16);
    }
}
