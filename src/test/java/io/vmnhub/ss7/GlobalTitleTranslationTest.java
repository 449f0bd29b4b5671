// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.ss7.GlobalTitleTranslation.Title;
import io.vmnhub.ss7.api.Ss7Settings.Target;
import io.vmnhub.ss7.api.Ss7Settings.TranslationRule;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GlobalTitleTranslationTest {

    private static Title title(String digits) {
        return new Title(digits, 0, 1, 4, 8);
    }

    private static TranslationRule to(String digits, int pointCode) {
        return TestSettings.toPointCode(digits, pointCode);
    }

    @Test
    void exactDigitsWinOverAnyPrefix() {
        var rules = new GlobalTitleTranslation(List.of(to("4477*", 2), to("447700900001", 3), to("44770090000*", 4)));
        assertThat(rules.pointCode(title("447700900001"))).contains(3);
        assertThat(rules.pointCode(title("447700900002"))).contains(4);
        assertThat(rules.pointCode(title("447799"))).contains(2);
    }

    @Test
    void theStarAloneTakesWhatNothingElseTakes() {
        var rules = new GlobalTitleTranslation(List.of(to("*", 9), to("33*", 3)));
        assertThat(rules.pointCode(title("4477"))).contains(9);
        assertThat(rules.pointCode(title("336"))).contains(3);
        assertThat(rules.pointCode(title(""))).contains(9);
    }

    @Test
    void noRuleMeansNoTranslation() {
        var rules = new GlobalTitleTranslation(List.of(to("33*", 3)));
        assertThat(rules.pointCode(title("4477"))).isEmpty();
        assertThat(rules.isLocal(title("33"))).isFalse();
    }

    @Test
    void rulesOfArrivalAndDepartureDoNotHideEachOther() {
        var rules = new GlobalTitleTranslation(List.of(TestSettings.local("4477009*"), to("*", 2)));
        assertThat(rules.isLocal(title("447700900001"))).isTrue();
        assertThat(rules.isLocal(title("33"))).isFalse();
        assertThat(rules.pointCode(title("447700900001"))).contains(2);
    }

    @Test
    void aRuleMayAskForTranslationTypePlanNatureAndSubsystem() {
        TranslationRule rule = new TranslationRule(
                "44*", OptionalInt.of(0), OptionalInt.of(1), OptionalInt.of(4), Set.of(6), new Target.Local());
        var rules = new GlobalTitleTranslation(List.of(rule));
        assertThat(rules.isLocal(new Title("447", 0, 1, 4, 6))).isTrue();
        assertThat(rules.isLocal(new Title("447", 9, 1, 4, 6))).isFalse();
        assertThat(rules.isLocal(new Title("447", 0, 7, 4, 6))).isFalse();
        assertThat(rules.isLocal(new Title("447", 0, 1, 3, 6))).isFalse();
        assertThat(rules.isLocal(new Title("447", 0, 1, 4, 8))).isFalse();
        assertThat(rules.isLocal(new Title("447", -1, -1, -1, 6))).isFalse();
    }

    @Test
    void aRuleThatDoesNotFitLetsALessSpecificOneDecide() {
        var rules = new GlobalTitleTranslation(List.of(
                new TranslationRule(
                        "447*",
                        OptionalInt.of(9),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        Set.of(),
                        new Target.PointCode(1)),
                to("44*", 2)));
        assertThat(rules.pointCode(title("4477"))).contains(2);
        assertThat(rules.pointCode(new Title("4477", 9, 1, 4, 8))).contains(1);
    }

    @Test
    void manyRulesFindTheirTitles() {
        var rules = new GlobalTitleTranslation(IntStream.range(0, 50_000)
                .mapToObj(i -> to(String.valueOf(100_000 + i), i % 100))
                .toList());
        assertThat(rules.pointCode(title("149999"))).contains(99);
        assertThat(rules.pointCode(title("150000"))).isEmpty();
    }
}
