// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberImportTest {

    private static final NumberSettings ACME = NumberSettings.of("acme");

    private static NumberImport file(String... numbersAndImsis) {
        NumberImport file = new NumberImport("acme.csv");
        for (int i = 0; i < numbersAndImsis.length; i += 2) {
            file.add(numbersAndImsis[i], numbersAndImsis[i + 1], ACME, i / 2 + 1);
        }
        return file;
    }

    @Test
    void numbersNeedNoConsecutiveImsis() {
        NumberPlan plan = NumberPlan.of(
                List.of(new NumberRange("447700900000", "447700900009", "234150000000000", "demo")),
                List.of(file("447700900100", "234150000777000", "447700900099", "001010000000001")));
        assertThat(plan.byMsisdn("447700900100")).contains(new Vmn("447700900100", "234150000777000", "acme"));
        assertThat(plan.byImsi("001010000000001")).contains(new Vmn("447700900099", "001010000000001", "acme"));
        assertThat(plan.byImsi("234150000000003")).contains(new Vmn("447700900003", "234150000000003", "demo"));
        assertThat(plan.byMsisdn("447700900101")).isEmpty();
        assertThat(plan.size()).isEqualTo(12);
        assertThat(plan.imports()).containsExactly(new NumberPlan.Imported("acme.csv", 2));
        assertThat(plan.applications()).containsExactly("acme", "demo");
        assertThat(plan.rangeOf("447700900100"))
                .contains(NumberRange.single("447700900100", "234150000777000", "acme"));
    }

    @Test
    void everyRepeatedNumberAndImsiIsFound() {
        OverlappingRangesException overlaps = catchThrowableOfType(
                OverlappingRangesException.class,
                () -> NumberPlan.of(
                        List.of(NumberRange.single("447700900001", "234150000000001", "demo")),
                        List.of(
                                file("447700900002", "234150000000002", "447700900001", "234150000000003"),
                                file("447700900004", "234150000000002"))));
        assertThat(overlaps.overlaps())
                .containsExactly(new Overlap(Overlap.Kind.NUMBERS, 0, 2), new Overlap(Overlap.Kind.IMSIS, 1, 3));
        assertThat(overlaps).hasMessage("the numbers 447700900001 to 447700900001 and of acme.csv:2 overlap");
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> file("44770090000x", "234150000000002"))
                .hasMessage("msisdn '44770090000x' is not 3 to 15 digits");
        assertThatThrownBy(() -> file("447700900001", "23415")).hasMessage("imsi '23415' is not 6 to 15 digits");
    }

    @Test
    void aPlanBecomesAnotherWhileItIsUsed() {
        NumberPlan plan = NumberPlan.of(List.of(NumberRange.single("447700900001", "234150000000001", "demo")));
        plan.become(NumberPlan.of(List.of(), List.of(file("447700900002", "234150000000002"))));
        assertThat(plan.byMsisdn("447700900001")).isEmpty();
        assertThat(plan.byImsi("234150000000002")).isPresent();
    }

    @Test
    void aMillionNumbersTakeLessThanAHundredAndFiftyOctetsEach() {
        int count = 1_000_000;
        long before = used();
        NumberPlan plan = NumberPlan.of(List.of(), List.of(shuffled(count)));
        long each = (used() - before) / count;
        assertThat(each).isLessThan(150);
        assertThat(plan.byMsisdn("447000000000").orElseThrow().imsi()).isNotEqualTo("234150000000000");
        assertThat(plan.byImsi("234150000999999")).isPresent();
    }

    private static NumberImport shuffled(int count) {
        NumberImport file = new NumberImport("million.csv");
        int step = 700_001; // has no divisor in common with a million
        int first = new Random(7).nextInt(count);
        for (int i = 0; i < count; i++) {
            long number = 447_000_000_000L + (first + (long) i * step) % count;
            file.add(Long.toString(number), "234150" + String.format("%09d", i), ACME, i + 1);
        }
        return file;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
