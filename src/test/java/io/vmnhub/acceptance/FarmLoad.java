// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.acceptance;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages at a steady rate, as an SMSC sends them: what is not acknowledged is sent again, the same octets, a second
 * later, over whatever link is active then.
 */
final class FarmLoad implements AutoCloseable {

    private static final int ROUNDS = 50;
    private static final OffsetDateTime FIRST = OffsetDateTime.of(2026, 11, 27, 8, 0, 0, 0, ZoneOffset.UTC);

    private final Smsc smsc;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger number = new AtomicInteger();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Queue<String> waiting = new ConcurrentLinkedQueue<>();
    private volatile boolean ended;

    FarmLoad(Smsc smsc, int perSecond) {
        this.smsc = smsc;
        timer.scheduleAtFixedRate(() -> round(perSecond / ROUNDS), 0, 1_000 / ROUNDS, TimeUnit.MILLISECONDS);
    }

    private void round(int count) {
        for (int i = 0; i < count && !ended; i++) {
            send("load " + number.incrementAndGet());
        }
        for (int i = 0; i < 2 * count; i++) {
            String again = waiting.poll();
            if (again == null) {
                return;
            }
            send(again);
        }
    }

    private void send(String text) {
        int id = Integer.parseInt(text.substring(5));
        byte[] tpdu = SmsDeliverTpdu.from("447700900123")
                .gsm7(text)
                .timestamp(FIRST.plusSeconds(id))
                .encode();
        attempts.incrementAndGet();
        CompletableFuture<Answer> answer;
        try {
            answer = smsc.forwardSmAsync(3, "234150000000" + (100 + id % 100), tpdu);
        } catch (UncheckedIOException | IllegalStateException noLink) {
            later(text);
            return;
        }
        answer.whenComplete((got, failure) -> {
            if (failure == null && got.isResult()) {
                acknowledged.add(text);
            } else {
                later(text);
            }
        });
    }

    private void later(String text) {
        timer.schedule(() -> waiting.add(text), 1, TimeUnit.SECONDS);
    }

    /** No new ones; what is not acknowledged is sent on. */
    void end() {
        ended = true;
    }

    int sent() {
        return number.get();
    }

    int attempts() {
        return attempts.get();
    }

    Set<String> acknowledged() {
        return acknowledged;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
