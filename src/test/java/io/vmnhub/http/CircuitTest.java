// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmnhub.component.webhook.SimulatedTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final SimulatedTime time = new SimulatedTime();
    private final Circuit circuit = new Circuit("http://app.example.com/sms", 4, Duration.ofSeconds(10), time);

    private boolean mayTry() {
        Optional<Circuit.Call> call = circuit.tryCall();
        call.ifPresent(Circuit.Call::undecided);
        return call.isPresent();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            circuit.tryCall().orElseThrow().failed("answered 503");
        }
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            circuit.tryCall().orElseThrow().succeeded();
        }
    }

    @Test
    void itOpensHalfOpensByItselfAndClosesAndTellsOfBoth() {
        AtomicInteger told = new AtomicInteger();
        circuit.listen(told::incrementAndGet);
        fail(4);
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
        assertThat(mayTry()).isFalse();
        time.pass(Duration.ofSeconds(12));
        assertThat(circuit.state()).isEqualTo(Circuit.State.HALF_OPEN);
        assertThat(told).hasValue(1);
        assertThat(circuit.count()).isEqualTo(1);
        succeed(2);
        assertThat(circuit.state()).isEqualTo(Circuit.State.HALF_OPEN);
        succeed(1);
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        assertThat(told).hasValue(2);
    }

    @Test
    void whenTheReceiverFailsForAnotherNodeOneMessageTriesIt() {
        circuit.suspect();
        Circuit.Call trial = circuit.tryCall().orElseThrow();
        assertThat(mayTry()).as("a second one meanwhile").isFalse();
        trial.succeeded();
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        AtomicInteger told = new AtomicInteger();
        circuit.whenOpened(told::incrementAndGet);
        circuit.suspect();
        fail(1);
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
        assertThat(told).hasValue(1);
        circuit.suspect();
        assertThat(circuit.state()).as("it knows already").isEqualTo(Circuit.State.OPEN);
        time.pass(Duration.ofSeconds(12));
        succeed(3);
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
    }

    @Test
    void oneSuccessAmongTheFailuresKeepsItClosed() {
        for (int i = 0; i < 100; i++) {
            fail(3);
            succeed(1);
        }
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
    }

    @Test
    void ninetyNineFailuresInAHundredOpenItOnceThereAreEnoughToTell() {
        Circuit patient = new Circuit("http://app.example.com/sms", 1_000, Duration.ofSeconds(10), time);
        for (int i = 0; i < 199; i++) {
            Circuit.Call call = patient.tryCall().orElseThrow();
            if (i == 100) {
                call.succeeded();
            } else {
                call.failed("answered 503");
            }
        }
        assertThat(patient.state()).isEqualTo(Circuit.State.CLOSED);
        patient.tryCall().orElseThrow().failed("answered 503");
        assertThat(patient.state()).isEqualTo(Circuit.State.OPEN);
    }

    @Test
    void whatWasBegunBeforeItOpenedSaysNothingOfTheTrials() {
        Circuit.Call early = circuit.tryCall().orElseThrow();
        Circuit.Call earlySuccess = circuit.tryCall().orElseThrow();
        fail(4);
        time.pass(Duration.ofSeconds(12));
        for (int i = 0; i < 3; i++) {
            fail(1);
        }
        early.failed("no complete answer within 5000 ms");
        earlySuccess.succeeded();
        assertThat(circuit.state()).isEqualTo(Circuit.State.HALF_OPEN);
        fail(1);
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
    }

    @Test
    void underConcurrencyNoMoreThanTheTrialsTryAReceiverThatWasDown() throws Exception {
        fail(4);
        time.pass(Duration.ofSeconds(12));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        AtomicInteger allowed = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(200);
        try {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    circuit.tryCall().ifPresent(call -> allowed.incrementAndGet());
                    all.countDown();
                });
            }
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(allowed).hasValue(4);
    }

    @Test
    void failedTrialsOpenItAgainForTwiceAsLongUpToFiveMinutes() {
        fail(4);
        time.pass(Duration.ofSeconds(12));
        fail(4);
        time.pass(Duration.ofSeconds(17));
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
        time.pass(Duration.ofSeconds(6));
        for (int i = 0; i < 12; i++) {
            assertThat(circuit.state()).isEqualTo(Circuit.State.HALF_OPEN);
            fail(4);
            assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
            time.pass(Duration.ofMinutes(6));
        }
    }

    @Test
    void aPauseOpensItForThatLongAndAShorterOneDoesNotCutIt() {
        circuit.pause(Duration.ofMinutes(10));
        assertThat(circuit.isPausing()).isTrue();
        circuit.pause(Duration.ofMillis(1));
        time.pass(Duration.ofSeconds(1));
        assertThat(mayTry()).isFalse();
        circuit.enable();
        assertThat(mayTry()).isTrue();
        circuit.pause(Duration.ofMillis(50));
        assertThat(mayTry()).isFalse();
        time.pass(Duration.ofMillis(60));
        assertThat(circuit.state()).isEqualTo(Circuit.State.HALF_OPEN);
    }

    @Test
    void disabledItStaysUntilItIsEnabled() {
        AtomicInteger told = new AtomicInteger();
        circuit.disable();
        circuit.listen(told::incrementAndGet);
        circuit.pause(Duration.ofMillis(1));
        time.pass(Duration.ofDays(2));
        assertThat(circuit.state()).isEqualTo(Circuit.State.DISABLED);
        assertThat(mayTry()).isFalse();
        circuit.enable();
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        assertThat(told).hasValue(1);
    }
}
