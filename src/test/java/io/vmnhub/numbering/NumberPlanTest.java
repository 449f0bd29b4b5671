// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPlanTest {

    private final NumberRange demo = new NumberRange("447700900000", "447700900999", "234150000000000", "demo");
    private final NumberRange acme = new NumberRange("447700901000", "447700901999", "001010000000000", "acme");

    @ParameterizedTest
    @CsvSource({
        "447700900000, 234150000000000, demo",
        "447700900123, 234150000000123, demo",
        "447700900999, 234150000000999, demo",
        "447700901000, 001010000000000, acme",
        "447700901999, 001010000000999, acme"
    })
    void numberAndImsiLeadToEachOther(String msisdn, String imsi, String application) {
        NumberPlan plan = NumberPlan.of(List.of(acme, demo));
        assertThat(plan.byMsisdn(msisdn)).contains(new Vmn(msisdn, imsi, application));
        assertThat(plan.byImsi(imsi)).contains(new Vmn(msisdn, imsi, application));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "447700899999",
                "447700902000",
                "44770090000",
                "4477009000000",
                "0447700900000",
                "+447700900000",
                "",
                "44770090000x",
                "44770090٠٠٠٠",
                "1234567890123456",
                "000000000000000",
                "999999999999999"
            })
    void whatIsNoNumberOfOursIsNotFound(String digits) {
        NumberPlan plan = NumberPlan.of(List.of(demo, acme));
        assertThat(plan.byMsisdn(digits)).isEmpty();
        assertThat(plan.byImsi(digits)).isEmpty();
    }

    @Test
    void aPlanWithoutRangesFindsNothing() {
        assertThat(NumberPlan.of(List.of()).byMsisdn("447700900000")).isEmpty();
    }

    @Test
    void imsisThatDifferInLeadingZerosOnlyAreDifferent() {
        NumberPlan plan = NumberPlan.of(List.of(
                NumberRange.single("1000", "001010000001", "a"),
                NumberRange.single("1001", "1010000001", "b"),
                NumberRange.single("01001", "0001010000001", "c")));
        assertThat(plan.byImsi("001010000001")).map(Vmn::application).contains("a");
        assertThat(plan.byImsi("1010000001")).map(Vmn::application).contains("b");
        assertThat(plan.byImsi("0001010000001")).map(Vmn::msisdn).contains("01001");
        assertThat(plan.byMsisdn("01001")).map(Vmn::application).contains("c");
        assertThat(plan.byImsi("01010000001")).isEmpty();
    }

    @Test
    void rangesAreListedAsTheyWereGiven() {
        assertThat(NumberPlan.of(List.of(acme, demo)).ranges()).containsExactly(acme, demo);
    }

    @Test
    void overlappingNumbersAreRefusedAndBothRangesNamed() {
        NumberRange late = new NumberRange("447700900999", "447700901005", "234159000000000", "late");
        OverlappingRangesException refusal =
                catchThrowableOfType(OverlappingRangesException.class, () -> NumberPlan.of(List.of(late, acme, demo)));
        assertThat(refusal)
                .hasMessage("the numbers 447700900999 to 447700901005 and 447700900000 to 447700900999 overlap");
        assertThat(refusal.overlaps())
                .containsExactly(new Overlap(Overlap.Kind.NUMBERS, 0, 2), new Overlap(Overlap.Kind.NUMBERS, 0, 1));
    }

    @Test
    void overlappingImsisAreRefusedAndBothRangesNamed() {
        NumberRange other = new NumberRange("15550000000", "15550000009", "234150000000995", "other");
        OverlappingRangesException refusal =
                catchThrowableOfType(OverlappingRangesException.class, () -> NumberPlan.of(List.of(demo, other)));
        assertThat(refusal)
                .hasMessage("the IMSIs 234150000000000 to 234150000000999 (of 447700900000) and "
                        + "234150000000995 to 234150000001004 (of 15550000000) overlap");
        assertThat(refusal.overlaps()).containsExactly(new Overlap(Overlap.Kind.IMSIS, 0, 1));
    }

    @Test
    void aRangeInsideALongOneIsFoundBehindAShortNeighbour() {
        List<NumberRange> ranges = List.of(
                new NumberRange("1000", "1999", "100000000", "long"),
                new NumberRange("1001", "1002", "200000000", "short"),
                new NumberRange("1500", "1600", "300000000", "inner"));
        assertThat(catchThrowableOfType(OverlappingRangesException.class, () -> NumberPlan.of(ranges))
                        .overlaps())
                .containsExactly(new Overlap(Overlap.Kind.NUMBERS, 0, 1), new Overlap(Overlap.Kind.NUMBERS, 0, 2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "12; 12; 234150000000000; a; from '12' is not 3 to 15 digits",
                "1234567890123456; 1234567890123456; 234150000000000; a; from '1234567890123456' is not 3 to 15 digits",
                "12a4; 1234; 234150000000000; a; from '12a4' is not 3 to 15 digits",
                "+1234; 12345; 234150000000000; a; from '+1234' is not 3 to 15 digits",
                "1000; 10000; 234150000000000; a; to 10000 has 5 digits, from 1000 has 4: both ends of a range "
                        + "have the same length",
                "1001; 1000; 234150000000000; a; to 1000 is less than from 1001: the smaller number comes first",
                "1000; 1001; 23415; a; firstImsi '23415' is not 6 to 15 digits",
                "1000; 1001; 999999999999999; a; firstImsi 999999999999999 leaves no room: the last of 2 IMSIs "
                        + "would have more than 15 digits",
                "1000; 1001; 999999; a; firstImsi 999999 leaves no room: the last of 2 IMSIs would have more "
                        + "than 6 digits",
                "1000; 1001; 234150; a b; application 'a b' is not 1 to 64 letters, digits, dots, dashes or underscores"
            })
    void aWrongRangeSaysWhatIsWrong(String from, String to, String firstImsi, String application, String message) {
        assertThatThrownBy(() -> new NumberRange(from, to, firstImsi, application))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aRangeMayEndAtTheLastImsiOfItsLength() {
        assertThat(new NumberRange("1000", "1001", "999999999999998", "a").lastImsi())
                .isEqualTo("999999999999999");
    }

    /** Compared with a plain search, over ranges of uneven width and lengths, crowded at one end. */
    @Test
    void everyKeyLeadsWhereAPlainSearchLeads() {
        Random random = new Random(7);
        List<NumberRange> ranges = new ArrayList<>();
        long number = 1_000;
        long imsi = 100_000;
        for (int i = 0; i < 300; i++) {
            number += 1 + (i % 50 == 0 ? random.nextInt(2_000_000) : random.nextInt(3));
            imsi += 1 + (i % 70 == 0 ? random.nextInt(90_000_000) : random.nextInt(3));
            int more = random.nextInt(4);
            if (Long.toString(number).length() == Long.toString(number + more).length()
                    && Long.toString(imsi).length()
                            == Long.toString(imsi + more).length()) {
                ranges.add(new NumberRange("" + number, "" + (number + more), "" + imsi, "app" + i));
            }
            number += more;
            imsi += more;
        }
        Collections.shuffle(ranges, random);
        NumberPlan plan = NumberPlan.of(ranges);
        for (NumberRange range : ranges) {
            for (long key = Long.parseLong(range.from()) - 3; key <= Long.parseLong(range.to()) + 3; key++) {
                String digits = Long.toString(key);
                assertThat(plan.byMsisdn(digits)).isEqualTo(plainSearch(ranges, digits));
                plan.byMsisdn(digits)
                        .ifPresent(vmn -> assertThat(plan.byImsi(vmn.imsi())).contains(vmn));
            }
        }
    }

    private static Optional<Vmn> plainSearch(List<NumberRange> ranges, String digits) {
        return ranges.stream()
                .filter(range -> digits.length() == range.from().length()
                        && digits.compareTo(range.from()) >= 0
                        && digits.compareTo(range.to()) <= 0)
                .map(range -> new Vmn(
                        digits,
                        ""
                                + (Long.parseLong(range.firstImsi())
                                        + Long.parseLong(digits)
                                        - Long.parseLong(range.from())),
                        range.application()))
                .findFirst();
    }

    /**
     * Wide margins: a scan of the million would take a thousand times longer than a look-up among ten, not fifty times.
     */
    @Test
    void aMillionSingleNumbersAreSearchedNearlyAsFastAsTen() {
        int million = 1_000_000;
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, million).boxed().toList());
        Collections.shuffle(order, new Random(1));
        NumberPlan small = NumberPlan.of(
                order.subList(0, 10).stream().map(NumberPlanTest::nth).toList());
        NumberPlan large = NumberPlan.of(order.stream().map(NumberPlanTest::nth).toList());
        String[] few = order.subList(0, 10).stream().map(i -> nth(i).from()).toArray(String[]::new);
        String[] many =
                order.subList(0, 200_000).stream().map(i -> nth(i).from()).toArray(String[]::new);
        long ofTen = Long.MAX_VALUE;
        long ofMillion = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            ofTen = Math.min(ofTen, nanoseconds(small, few, many.length));
            ofMillion = Math.min(ofMillion, nanoseconds(large, many, many.length));
        }
        assertThat(ofMillion)
                .as("ns for %d look-ups among a million, among ten: %d", many.length, ofTen)
                .isLessThan(50 * ofTen);
    }

    private static long nanoseconds(NumberPlan plan, String[] numbers, int lookUps) {
        long begin = System.nanoTime();
        int found = 0;
        for (int i = 0; i < lookUps; i++) {
            found += plan.byMsisdn(numbers[i % numbers.length]).isPresent() ? 1 : 0;
        }
        long taken = System.nanoTime() - begin;
        assertThat(found).isEqualTo(lookUps);
        return taken;
    }

    private static NumberRange nth(int i) {
        long scattered = (i * 7_368_787L) % 1_000_000_007L;
        return NumberRange.single(
                "44" + (7_000_000_000L + scattered), "23415" + (7_000_000_000L + scattered * 2), "app" + i % 10);
    }
}
