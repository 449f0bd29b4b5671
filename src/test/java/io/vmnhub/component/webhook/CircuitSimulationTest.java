// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.http.Circuit;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The circuit under traffic: constant rates, failures by chance from a fixed seed, time that the test moves. */
class CircuitSimulationTest {

    private static final int STANDARD_CALLS = 30;
    private static final Duration STANDARD_OPEN_FOR = Duration.ofSeconds(10);

    private final SimulatedTime time = new SimulatedTime();
    private final Circuit circuit = new Circuit("http://app.example.com/sms", STANDARD_CALLS, STANDARD_OPEN_FOR, time);
    private final SplittableRandom random = new SplittableRandom(20_261_127);
    private long refused;
    private long failed;
    private long delivered;

    /** Each call is answered {@code answerAfter} later, so that calls overlap as they do on the wire. */
    private void offer(int perSecond, Duration length, Duration answerAfter, DoubleSupplier failures) {
        long calls = Math.max(1, perSecond * length.toSeconds());
        Duration interval = length.dividedBy(calls);
        for (long i = 0; i < calls; i++) {
            Optional<Circuit.Call> call = circuit.tryCall();
            boolean fails = random.nextDouble() < failures.getAsDouble();
            if (call.isEmpty()) {
                refused++;
            } else {
                time.after(answerAfter, () -> {
                    if (fails) {
                        failed++;
                        call.get().failed("answered 503");
                    } else {
                        delivered++;
                        call.get().succeeded();
                    }
                });
            }
            time.pass(interval);
        }
    }

    static Stream<Arguments> busyReceivers() {
        return Stream.of(1, 10, 100, 1_000, 5_000)
                .flatMap(rate -> Stream.of(0.01, 0.05, 0.2, 0.35, 0.5).map(failures -> Arguments.of(rate, failures)));
    }

    @ParameterizedTest(name = "{0} messages a second, of which {1} fail")
    @MethodSource("busyReceivers")
    void aReceiverThatRefusesUpToHalfIsNeverLeftAlone(int perSecond, double failures) {
        Duration length = perSecond <= 100
                ? Duration.ofHours(6 / (perSecond > 10 ? 3 : 1))
                : Duration.ofSeconds(500_000 / perSecond);
        offer(perSecond, length, Duration.ofMillis(50), () -> failures);
        assertThat(refused).isZero();
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        assertThat(failed).isPositive();
    }

    @ParameterizedTest(name = "{0} messages a second")
    @MethodSource("rates")
    void aReceiverThatAnswersNothingIsLeftAloneWithinASecondsTrafficAndFoundAgain(int perSecond) {
        offer(perSecond, Duration.ofSeconds(60), Duration.ofMillis(50), () -> 0);
        assertThat(refused).isZero();
        offer(perSecond, Duration.ofSeconds(600), Duration.ofMillis(50), () -> 1);
        assertThat(failed)
                .as("what a dead receiver gets in ten minutes")
                .isLessThan(Math.max(STANDARD_CALLS, perSecond + 1)
                        + 2L * 7 * Math.max(Circuit.TRIALS, perSecond / Circuit.SHARE)
                        + perSecond / 10);
        long before = delivered;
        offer(perSecond, Duration.ofSeconds(600), Duration.ofMillis(50), () -> 0);
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        assertThat(delivered - before)
                .as("delivered once it works, the longest pause apart")
                .isGreaterThan(perSecond * 260L);
    }

    static Stream<Integer> rates() {
        return Stream.of(1, 10, 100, 1_000, 5_000);
    }

    @Test
    void aReceiverThatTakesFourHundredASecondOfThousandGetsItsFourHundred() {
        int[] room = {0};
        long[] second = {-1};
        for (int i = 0; i < 120; i++) {
            offer(1_000, Duration.ofSeconds(1), Duration.ZERO, () -> {
                long now = time.nanoTime() / 1_000_000_000L;
                if (now != second[0]) {
                    second[0] = now;
                    room[0] = 400;
                }
                return room[0]-- > 0 ? 0 : 1;
            });
        }
        assertThat(delivered).isGreaterThan(400 * 115);
    }

    @Test
    void afterAnOutageABusyReceiverIsTakenBackThoughHalfOfTheTrialsFail() {
        int reopened = 0;
        for (int i = 0; i < 200; i++) {
            offer(100, Duration.ofSeconds(3), Duration.ofMillis(20), () -> 1);
            assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
            offer(100, Duration.ofSeconds(13), Duration.ofMillis(20), () -> 0.5);
            if (circuit.state() != Circuit.State.CLOSED) {
                reopened++;
                circuit.enable();
            }
        }
        assertThat(reopened).isLessThanOrEqualTo(2);
    }
}
