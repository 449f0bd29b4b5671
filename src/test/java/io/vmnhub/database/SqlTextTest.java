// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vmnhub.fixture.NastyTexts;
import org.junit.jupiter.api.Test;

class SqlTextTest {

    @Test
    void nulAndHalfASurrogatePairAreReplacedAndNothingElseIs() {
        assertThat(SqlText.of("a\0b\uD83D")).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(SqlText.of("\uDE00\uD83D")).isEqualTo("\uFFFD\uFFFD");
        assertThat(SqlText.of("😀\uFFFF\n")).isEqualTo("😀\uFFFF\n");
        assertThat(SqlText.of(null)).isNull();
    }

    @Test
    void aTextThatIsCutIsNotCutInsideACharacter() {
        assertThat(SqlText.of("ab😀", 3)).isEqualTo("ab");
        assertThat(SqlText.of("ab😀", 4)).isEqualTo("ab😀");
        assertThat(SqlText.of("abc", 2)).isEqualTo("ab");
    }

    @Test
    void jsonHoldsTheSameTextAsAColumnWould() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (String text : NastyTexts.ALL) {
            assertThat(mapper.readValue(SqlText.ofJson(mapper.writeValueAsString(text)), String.class))
                    .isEqualTo(SqlText.of(text));
        }
    }
}
