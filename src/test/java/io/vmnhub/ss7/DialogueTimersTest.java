// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DialogueTimersTest {

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(action -> new Thread(action, "executor"));
    private final DialogueTimers timers = new DialogueTimers(executor);

    @AfterEach
    void stop() {
        timers.shutdown();
    }

    @Test
    void whatATimerDoesRunsInTheExecutorsThreads() throws Exception {
        CompletableFuture<String> thread = new CompletableFuture<>();
        long start = System.nanoTime();
        Future<?> timer = timers.schedule(
                () -> {
                    thread.complete(Thread.currentThread().getName());
                },
                50,
                TimeUnit.MILLISECONDS);
        assertThat(thread.get(30, TimeUnit.SECONDS)).isEqualTo("executor");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(50_000_000L);
        assertThat(timer.isDone()).isTrue();
        assertThat(timer.cancel(false)).isFalse();
    }

    @Test
    void aTimerThatIsCancelledNeitherRunsNorStays() {
        AtomicBoolean run = new AtomicBoolean();
        Future<?> timer = timers.schedule(() -> run.set(true), 1, TimeUnit.HOURS);
        assertThat(timers.pending()).isEqualTo(1);
        assertThat(timer.cancel(false)).isTrue();
        assertThat(timer.isCancelled()).isTrue();
        await().until(() -> timers.pending() == 0);
        assertThat(run).isFalse();
    }

    @Test
    void theExecutorEndsWithIt() {
        timers.shutdown();
        assertThat(executor.isShutdown()).isTrue();
        assertThat(timers.isShutdown()).isTrue();
    }
}
