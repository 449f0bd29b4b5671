// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.sms.Address;
import io.vmnhub.ss7.DeliveryParameters;
import io.vmnhub.ss7.MapRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private final AnswerTime answerTime = new AnswerTime(Duration.ofSeconds(10), Duration.ofSeconds(40));

    private static MapRequest forward(Optional<Duration> timer, Optional<Instant> start) {
        return new MapRequest.ForwardSm(
                Optional.of("234150000000001"),
                Optional.empty(),
                "447700000100",
                new byte[0],
                false,
                new DeliveryParameters(timer, start, false, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Test
    void withoutATimerOfTheSmscItIsTheUsualOne() {
        assertThat(answerTime.of(forward(Optional.empty(), Optional.empty()), NOW))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(answerTime.of(forward(Optional.empty(), Optional.of(NOW)), NOW))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(answerTime.of(
                        new MapRequest.AlertServiceCentre(Address.international("447700900001"), "447700000100"), NOW))
                .isEqualTo(Duration.ofSeconds(10));
    }

    @ParameterizedTest(name = "a timer of {0} s that began {1} s ago leaves {2} s")
    @CsvSource({
        "30, , 29", "30, 0, 29", "30, 5, 24", "30, 25, 4", // a second less, for the way
        "30, 29, 1", "600, , 40", "600, 0, 40", "600, 590, 9", // never less than a second, never more than the most
        "30, 30, 29", "30, 4000, 29", "30, -3, 29"
    }) // another clock
    void theSmscsOwnTimerShortensItOrLengthensItUpToTheMost(int timer, Integer ago, int expected) {
        Optional<Instant> start = Optional.ofNullable(ago).map(NOW::minusSeconds);
        assertThat(answerTime.of(forward(Optional.of(Duration.ofSeconds(timer)), start), NOW))
                .isEqualTo(Duration.ofSeconds(expected));
    }

    @Test
    void aMostThatIsLessThanTheUsualLetsNothingBeLengthened() {
        AnswerTime never = new AnswerTime(Duration.ofSeconds(10), Duration.ZERO);
        assertThat(never.of(forward(Optional.of(Duration.ofSeconds(60)), Optional.empty()), NOW))
                .isEqualTo(Duration.ofSeconds(10));
        assertThat(never.of(forward(Optional.of(Duration.ofSeconds(30)), Optional.of(NOW.minusSeconds(24))), NOW))
                .isEqualTo(Duration.ofSeconds(5));
    }
}
