// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordSearchTest {

    @Test
    void allWordsOfAllGroupsAreFoundInOnePass() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            List<List<String>> groups = new ArrayList<>();
            for (int i = 0; i < 70; i++) {
                groups.add(List.of(word(random, 1 + random.nextInt(4)), word(random, 2 + random.nextInt(4))));
            }
            String text = word(random, 12);
            long[] found = new WordSearch(groups).find(text);
            for (int i = 0; i < groups.size(); i++) {
                assertThat((found[i >> 6] & 1L << i) != 0)
                        .as(groups.get(i) + " in " + text)
                        .isEqualTo(groups.get(i).stream()
                                .anyMatch(word -> text.toLowerCase().contains(word.toLowerCase())));
            }
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append("abCABcd".charAt(random.nextInt(7)));
        }
        return word.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k K \u212A",
                "s S \u017F",
                "\u03C9 \u03A9 \u2126",
                "\u03B8 \u0398 \u03D1 \u03F4",
                "\u00DF \u1E9E",
                "\u00E5 \u00C5 \u212B"
            })
    void whatRe2TakesForCasesOfOneLetterIsOneHereToo(String letters) {
        for (String one : letters.split(" ")) {
            for (String other : letters.split(" ")) {
                if (Expressions.compile("(?i)" + one).matcher(other).find()) {
                    assertThat(Folding.fold(one)).isEqualTo(Folding.fold(other));
                }
            }
        }
    }

    /** Every letter of the basic plane against what RE2 says of its upper and lower case. */
    @Test
    void foldingAgreesWithRe2() {
        for (char c = 0; c < 0xD800; c++) {
            if (Character.isLetter(c) && (c < 0x1c80 || c > 0x1c88)) {
                for (char other :
                        new char[] {Character.toUpperCase(c), Character.toLowerCase(c), Character.toTitleCase(c)}) {
                    if (other != c && Expressions.compile("(?i)" + c).matches(String.valueOf(other))) {
                        assertThat(Folding.fold(other))
                                .as("%04x and %04x", (int) c, (int) other)
                                .isEqualTo(Folding.fold(c));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?i)\u1c80", "(?i)[\u0400-\u1d00]", "(?i)\\x{1c80}", "(?si)a\\x41", "a(b", "a**"})
    void expressionsThatWouldNeverEndOrAreNoneAreRefused(String regex) {
        assertThatThrownBy(() -> Expressions.compile(regex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("regex");
    }
}
