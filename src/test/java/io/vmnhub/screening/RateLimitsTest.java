// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.screening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmnhub.screening.Given.Time;
import io.vmnhub.screening.RateLimit.Operation;
import io.vmnhub.screening.RateLimit.Scope;
import io.vmnhub.sms.Address;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitsTest {

    private final Time time = new Time();

    private static boolean passes(Screening screening, String smsc, String from, String vmn, String application) {
        return !screening
                .message(Sender.of(smsc), application, Given.message(Address.international(from), vmn, "Hi"))
                .outcome()
                .refuses();
    }

    private static long passing(Screening screening, int attempts) {
        return IntStream.range(0, attempts)
                .filter(i -> passes(screening, Given.SMSC, Given.SENDER, Given.VMN, "demo"))
                .count();
    }

    @ParameterizedTest
    @CsvSource({"10/s,1,10", "10/s,10,10", "5000/s,5000,10", "5000/s,1,2", "600/m,10,10", "1000/h,1,3600"})
    void whatPassesIsTheBurstAndTheRateExactly(String text, int burst, int seconds) {
        Rate rate = Rate.parse(text).withBurst(burst);
        Screening screening = new Given().limit("hub", Scope.HUB, rate).screening(time);
        long between = rate.period().toNanos() / rate.tokens() / 4;
        long passed = 0;
        for (long at = 0; at <= seconds * 1_000_000_000L; at += between) {
            passed += passing(screening, 3);
            time.pass(Duration.ofNanos(between));
        }
        assertThat(passed)
                .isEqualTo(burst + rate.tokens() * seconds / rate.period().toSeconds());
    }

    @Test
    void manyThreadsTogetherGetNoMore() {
        Screening screening = new Given()
                .limit("hub", Scope.HUB, Rate.parse("5000/s").withBurst(1000))
                .screening(time);
        AtomicLong passed = new AtomicLong();
        IntStream.range(0, 20_000).parallel().forEach(i -> passed.addAndGet(passing(screening, 1)));
        assertThat(passed).hasValue(1000);
    }

    @ParameterizedTest
    @CsvSource({"SMSC", "ORIGINATING_ADDRESS", "VMN", "APPLICATION"})
    void eachKeyHasABucketOfItsOwn(Scope per) {
        Screening screening = new Given().limit("it", per, Rate.parse("1/s")).screening(time);
        assertThat(passes(screening, "1", "2", "3", "4")).isTrue();
        assertThat(passes(screening, "1", "2", "3", "4")).isFalse();
        assertThat(passes(
                        screening,
                        per == Scope.SMSC ? "9" : "1",
                        per == Scope.ORIGINATING_ADDRESS ? "9" : "2",
                        per == Scope.VMN ? "9" : "3",
                        per == Scope.APPLICATION ? "9" : "4"))
                .isTrue();
        assertThat(passes(
                        screening,
                        per == Scope.SMSC ? "1" : "9",
                        per == Scope.ORIGINATING_ADDRESS ? "2" : "9",
                        per == Scope.VMN ? "3" : "9",
                        per == Scope.APPLICATION ? "4" : "9"))
                .isFalse();
    }

    @Test
    void aLimitIsForItsApplicationsOnly() {
        Screening screening =
                new Given().limit("it", Scope.HUB, Rate.parse("1/s"), "acme").screening(time);
        assertThat(passing(screening, 10)).isEqualTo(10);
        assertThat(passes(screening, "1", "2", "3", "acme")).isTrue();
        assertThat(passes(screening, "1", "2", "3", "acme")).isFalse();
    }

    @Test
    void aMessageThatOneLimitRefusesCountsAgainstNone() {
        Screening screening = new Given()
                .limit("smsc", Scope.SMSC, Rate.parse("1/s").withBurst(3))
                .limit("vmn", Scope.VMN, Rate.parse("1/s"))
                .screening(time);
        assertThat(passing(screening, 10)).isEqualTo(1);
        assertThat(passes(screening, Given.SMSC, Given.SENDER, "2", "demo")).isTrue();
        assertThat(passes(screening, Given.SMSC, Given.SENDER, "3", "demo")).isTrue();
        Verdict fourth =
                screening.message(Sender.of(Given.SMSC), "demo", Given.message(Address.international("1"), "4", "Hi"));
        assertThat(fourth.rule()).isEqualTo("limit.smsc");
        assertThat(fourth.outcome()).isEqualTo(new Outcome.Reject(Outcome.Reject.BUSY));
    }

    @Test
    void queriesAreCountedApartFromMessages() {
        Screening screening = new Given()
                .limit(new RateLimit(
                        "queries",
                        Scope.SMSC,
                        Operation.QUERIES,
                        Set.of(),
                        Rate.parse("2/s"),
                        new Outcome.NoAnswer(),
                        10))
                .screening(time);
        assertThat(passing(screening, 10)).isEqualTo(10);
        assertThat(screening.query(Sender.of(Given.SMSC), Given.VMN, "demo").rule())
                .isEmpty();
        assertThat(screening.query(Sender.of(Given.SMSC), Given.VMN, "demo").rule())
                .isEmpty();
        assertThat(screening.query(Sender.of(Given.SMSC), Given.VMN, "demo"))
                .isEqualTo(new Verdict("limit.queries", new Outcome.NoAnswer(), Colour.UNLISTED, List.of()));
        assertThat(screening.query(Sender.of("1"), Given.VMN, "demo").rule()).isEmpty();
    }

    @Test
    void aWhiteSmscHasItsOwnRateOrNoneButTheOtherLimitsHold() {
        Given given = new Given()
                .listed(Colour.WHITE, "44*")
                .limit("smsc", Scope.SMSC, Rate.parse("1/s"))
                .limit("hub", Scope.HUB, Rate.parse("1/s").withBurst(100));
        assertThat(passing(given.screening(time), 1000)).isEqualTo(100);
        assertThat(passing(given.white("20/s").screening(time), 1000)).isEqualTo(20);
    }

    @Test
    void aLimitThatDoesNotChangeKeepsItsBucketsWhenRulesDo() {
        Screening screening =
                new Given().limit("hub", Scope.HUB, Rate.parse("10/s")).screening(time);
        assertThat(passing(screening, 100)).isEqualTo(10);
        screening.replace(new Given()
                .limit("hub", Scope.HUB, Rate.parse("10/s"))
                .listed(Colour.BLACK, "1")
                .rules());
        assertThat(passing(screening, 100)).isZero();
        screening.replace(
                new Given().limit("hub", Scope.HUB, Rate.parse("11/s")).rules());
        assertThat(passing(screening, 100)).isEqualTo(11);
    }

    @Test
    void bucketsThatAreFullAgainAreForgotten() {
        Screening screening = new Given()
                .limit("it", Scope.ORIGINATING_ADDRESS, Rate.parse("1/s").withBurst(5))
                .screening(time);
        IntStream.range(0, 50).forEach(i -> passes(screening, "1", String.valueOf(i), "3", "4"));
        assertThat(screening.sizes().buckets()).isEqualTo(50);
        time.pass(Duration.ofSeconds(7));
        assertThat(screening.sizes().buckets()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0/s", "10", "10/w", "s/10", "-1/s", "''"})
    void wrongRatesAreRefused(String text) {
        assertThatThrownBy(() -> Rate.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("rate");
    }
}
