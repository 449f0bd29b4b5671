package io.vmnhub.northbound.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CircuitTest {

    private final Exception failure = new Exception("down");
    private Circuit circuit = new Circuit("http://app.example.com/sms", 4, Duration.ofMillis(100));

    @AfterEach
    void close() {
        circuit.close();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(circuit.mayTry()).isTrue();
            circuit.failed(failure);
        }
    }

    private void awaitState(Circuit.State state) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> circuit.state() == state);
    }

    @Test
    void itOpensHalfOpensByItselfAndClosesAndTellsOfBoth() {
        AtomicInteger told = new AtomicInteger();
        circuit.listen(told::incrementAndGet);
        fail(4);
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
        assertThat(circuit.mayTry()).isFalse();
        awaitState(Circuit.State.HALF_OPEN);
        await().until(() -> told.get() == 1 && circuit.count() == 1);
        for (int i = 0; i < 3; i++) {
            assertThat(circuit.mayTry()).isTrue();
        }
        assertThat(circuit.mayTry()).as("a fourth while three try").isFalse();
        for (int i = 0; i < 3; i++) {
            circuit.succeeded();
        }
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        assertThat(told).hasValue(2);
    }

    @Test
    void underConcurrencyNoMoreThanThreeTryAReceiverThatWasDown() throws Exception {
        fail(4);
        awaitState(Circuit.State.HALF_OPEN);
        ExecutorService threads = Executors.newFixedThreadPool(16);
        AtomicInteger allowed = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(200);
        try {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    if (circuit.mayTry()) {
                        allowed.incrementAndGet();
                    }
                    all.countDown();
                });
            }
            assertThat(all.await(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        assertThat(allowed).hasValue(3);
    }

    @Test
    void failedTrialsOpenItAgainForLonger() {
        circuit = new Circuit("http://app.example.com/sms", 4, Duration.ofMillis(400));
        fail(4);
        awaitState(Circuit.State.HALF_OPEN);
        fail(3);
        long opened = System.nanoTime();
        assertThat(circuit.state()).isEqualTo(Circuit.State.OPEN);
        awaitState(Circuit.State.HALF_OPEN);
        assertThat(Duration.ofNanos(System.nanoTime() - opened)).isGreaterThan(Duration.ofMillis(600));
    }

    @Test
    void aPauseOpensItForThatLongAndAShorterOneDoesNotCutIt() {
        circuit.pause(Duration.ofMinutes(10));
        assertThat(circuit.isPausing()).isTrue();
        circuit.pause(Duration.ofMillis(1));
        assertThat(circuit.mayTry()).isFalse();
        circuit.enable();
        assertThat(circuit.mayTry()).isTrue();
        circuit.pause(Duration.ofMillis(50));
        assertThat(circuit.mayTry()).isFalse();
        awaitState(Circuit.State.HALF_OPEN);
    }

    @Test
    void disabledItStaysUntilItIsEnabled() {
        AtomicInteger told = new AtomicInteger();
        circuit.disable();
        circuit.listen(told::incrementAndGet);
        circuit.pause(Duration.ofMillis(1));
        assertThat(circuit.state()).isEqualTo(Circuit.State.DISABLED);
        assertThat(circuit.mayTry()).isFalse();
        circuit.enable();
        assertThat(circuit.state()).isEqualTo(Circuit.State.CLOSED);
        assertThat(told).hasValue(1);
    }
}
