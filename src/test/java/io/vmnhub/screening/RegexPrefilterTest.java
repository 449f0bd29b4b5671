// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexPrefilterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(?i).*(casino|jackpot).*;casino jackpot",
                "casino;casino",
                "ca;",
                "casinos?;casino",
                "(casino)?;",
                "casi+no;casi",
                "a|casino;",
                "win.{0,9}prize|free cash;prize free cash",
                "^free$;free",
                "\\bfree\\b;free",
                "\\$\\$\\$;$$$",
                "[Cc]asino;casino",
                "(?:free|gratis)+ x;free gratis",
                "\\Qcasino\\E;",
                "(?P<word>casino)\\d;casino",
                "cas{2}ino;cas",
                "casino{0};casin",
                "casino{0,3}x;casin",
                "(ab|cd)efgh;efgh",
                ".*;",
                "\\pLcasino;",
                "[[:alpha:]]casino;",
                "casi(?i)no;casi",
                "(((casino)));casino",
                "(?i)w[i1]n;win w1n",
                "[$s]e[x%];$ex $e% sex se%",
                "[a-d]asino;asino",
                "[abcde]asi;asi",
                "[ab][ab][ab][ab][ab][ab];aaaaa aaaab aaaba aaabb aabaa aabab aabba aabbb abaaa abaab ababa "
                        + "ababb abbaa abbab abbba abbbb baaaa baaab baaba baabb babaa babab babba babbb bbaaa bbaab bbaba bbabb bbbaa bbbab bbbba bbbbb",
                "\\d+ ?%;%",
                "[0-9]{3}-[0-9]{4};-",
                "[$€£] ?\\d{3};$ € £",
                "a[-x];",
                "(\\+|00)\\d{9,};+ 00",
                "a1;a1",
                "a|11;",
                "ca+?sino;sino",
                "c[ao]{2}sino;sino"
            })
    void theWordsThatAnExpressionNeedsAreReadOff(String regex, String words) {
        assertThat(RegexPrefilter.of(regex)
                        .words()
                        .map(list -> String.join(" ", list))
                        .orElse(""))
                .isEqualTo(words == null ? "" : words);
    }

    /** Digits, capitals, letters, characters outside ASCII, and all of them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\\d{6};6 0 0 0 6",
                "\\b\\d{4}\\s?\\d{4}\\b;4 0 0 0 8",
                "\\d{4}\\d?\\d{4};8 0 0 0 8",
                "[A-Z]{8,};0 8 8 0 8",
                "(?i)[A-Z]{8,};0 0 8 0 8",
                "[a-z]{3}[A-Z]{2};0 2 5 0 5",
                "(?i)[a-z]{3}\\d{3};3 0 3 0 6",
                "[^\\x00-\\x7f]{5};0 0 0 5 5",
                "\\d+;1 0 0 0 1",
                "\\d*;0 0 0 0 0",
                "(\\+|00)\\d{9,};9 0 0 0 10",
                "[0-9]{3}-[0-9]{4};4 0 0 0 8",
                "\\d{5}|[A-Z]{5};0 0 0 0 5",
                "(\\d{3}){4};3 0 0 0 12",
                "(\\d{3})?;0 0 0 0 0",
                "[0-9a-z]{4};0 0 0 0 4",
                "Ü+;0 0 0 1 1",
                "[а-я]{4};0 0 0 4 4",
                "(?i)[а-я]{4};0 0 0 0 4",
                "\\pL{3};0 0 0 0 0",
                ".{20};0 0 0 0 20",
                "\\d{2,4}?\\d;3 0 0 0 3"
            })
    void theRunsThatAnExpressionNeedsAreReadOff(String regex, String runs) {
        CharacterRuns needed = RegexPrefilter.of(regex).runs();
        assertThat(needed.digits() + " " + needed.capitals() + " " + needed.letters() + " " + needed.others() + " "
                        + needed.any())
                .isEqualTo(runs);
    }

    /** Whatever is made of these pieces: a text that matches has one of the words, and the runs. */
    @Test
    void aTextThatMatchesHasWhatIsNeeded() {
        String[] pieces = {
            "abc",
            "a",
            "b",
            "(abc|bca)",
            "(?i)",
            "[ab]",
            ".",
            "a*",
            "(bb)?",
            "c+",
            "b{2}",
            "a{0,2}",
            "|",
            "\\b",
            "(a|bc)",
            "(?:cab)+",
            "ca{0}b",
            "\\d",
            "\\d{2}",
            "[A-C]{2}",
            "[1a]",
            "(\\d|A)",
            "[Cc1]",
            "a+?",
            "k",
            "[a-z]{2}",
            "[^\\x00-\\x7f]",
            "[é-ü]",
            "(?s)",
            "(1[ab]){2}"
        };
        Random random = new Random(11);
        int words = 0;
        int runs = 0;
        int matched = 0;
        for (int round = 0; round < 60_000; round++) {
            StringBuilder expression = new StringBuilder();
            for (int i = random.nextInt(5); i >= 0; i--) {
                expression.append(pieces[random.nextInt(pieces.length)]);
            }
            String regex = expression.toString();
            if (regex.contains("(?i)") && regex.contains("\\x")) {
                continue;
            }
            RegexPrefilter.Needs needs = RegexPrefilter.of(regex);
            words += needs.words().isPresent() ? 1 : 0;
            runs += needs.runs().any() > 1 ? 1 : 0;
            StringBuilder characters = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                characters.append("abcABC12é\u212akK\n".charAt(random.nextInt(13)));
            }
            String text = characters.toString();
            if (Pattern.compile(regex).matcher(text).find()) {
                matched++;
                assertThat(CharacterRuns.of(text).cover(needs.runs()))
                        .as("%s needs %s of %s", regex, needs.runs(), text)
                        .isTrue();
                needs.words()
                        .ifPresent(list -> assertThat(new WordSearch(List.of(list)).find(text)[0])
                                .as("%s needs %s in %s", regex, list, text)
                                .isEqualTo(1));
            }
        }
        assertThat(words).isGreaterThan(2_000);
        assertThat(runs).isGreaterThan(10_000);
        assertThat(matched).isGreaterThan(5_000);
    }
}
