// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import static io.vmnhub.acceptance.Scene.SOON;
import static org.awaitility.Awaitility.await;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.m3ua.SignallingLink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Messages at a steady rate, as long as a link is active; each is remembered with the time it was sent. */
final class SteadyLoad implements AutoCloseable {

    private static final int ROUNDS = 100;
    /** Beyond it nothing is sent any more, whatever a test waits for. */
    private static final int MOST = 100_000;

    private final Smsc smsc;
    private final int perRound;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Sent> sent = new ConcurrentLinkedQueue<>();

    /** @param at as System.nanoTime has it */
    record Sent(long at, CompletableFuture<Answer> answer) {

        @Override
        public String toString() {
            return "sent at " + at / 1_000_000 + " ms: " + answer.join();
        }

        boolean unanswered() {
            return answer.join().kind() == Answer.Kind.NONE;
        }
    }

    private SteadyLoad(Smsc smsc, int perSecond) {
        this.smsc = smsc;
        perRound = perSecond / ROUNDS;
    }

    static SteadyLoad start(Smsc smsc, int perSecond) {
        SteadyLoad load = new SteadyLoad(smsc, perSecond);
        load.timer.scheduleAtFixedRate(load::round, 0, 1_000_000_000L / ROUNDS, TimeUnit.NANOSECONDS);
        return load;
    }

    private void round() {
        for (int i = 0;
                i < perRound && sent.size() < MOST && smsc.links().stream().anyMatch(SignallingLink::active);
                i++) {
            try {
                long now = System.nanoTime();
                sent.add(new Sent(now, smsc.mtDialogue(3).forwardSm(Scene.AT_ONCE, Scene.text("load"), false)));
            } catch (UncheckedIOException | IllegalStateException linkEnded) {
                return; // it was not sent, the next one takes another link
            }
        }
    }

    /** Waits until so many more messages have been answered. */
    void awaitAnswered(int more) {
        long before = answered();
        await().atMost(SOON).until(() -> answered() >= before + more);
    }

    private long answered() {
        return sent.stream()
                .filter(message -> message.answer.isDone() && !message.unanswered())
                .count();
    }

    /** Stops, and waits for the last answers. */
    List<Sent> stop() {
        close();
        sent.forEach(message -> message.answer.join());
        return List.copyOf(sent);
    }

    /** Those without an answer that were not sent in this time before the moment. */
    static List<Sent> unanswered(List<Sent> all, Duration before, long moment) {
        return all.stream()
                .filter(Sent::unanswered)
                .filter(message -> message.at > moment || message.at < moment - before.toNanos())
                .toList();
    }

    @Override
    public void close() {
        timer.shutdown();
        try {
            timer.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
