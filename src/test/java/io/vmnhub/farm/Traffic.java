// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import io.vmnhub.peer.Answer;
import io.vmnhub.peer.Smsc;
import io.vmnhub.peer.sms.SmsDeliverTpdu;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Messages at a steady rate, as an SMSC sends them: what is not acknowledged is sent again a second later, the same
 * octets in a dialogue of its own, until it is acknowledged.
 */
final class Traffic implements AutoCloseable {

    private static final int ROUNDS = 50;
    private static final OffsetDateTime FIRST = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

    private final Smsc smsc;
    private final Ledger ledger;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Queue<Integer> again = new ConcurrentLinkedQueue<>();
    private final Map<Answer.Kind, LongAdder> outcomes = new EnumMap<>(Answer.Kind.class);
    private final LongAdder unsent = new LongAdder();
    private int round;
    private volatile boolean ended;

    Traffic(Smsc smsc, Ledger ledger, int perSecond) {
        this.smsc = smsc;
        this.ledger = ledger;
        for (Answer.Kind kind : Answer.Kind.values()) {
            outcomes.put(kind, new LongAdder());
        }
        timer.scheduleAtFixedRate(() -> round(perSecond), 0, 1_000 / ROUNDS, TimeUnit.MILLISECONDS);
    }

    private void round(int perSecond) {
        round++;
        int count = perSecond * (round + 1) / ROUNDS - perSecond * round / ROUNDS;
        if (round == ROUNDS) {
            round = 0;
        }
        for (int i = 0; i < count && !ended; i++) {
            send(ledger.next());
        }
        for (int i = 0; i < 2 * Math.max(1, count) && !again.isEmpty(); i++) {
            send(again.poll());
        }
    }

    private void send(int number) {
        byte[] tpdu = SmsDeliverTpdu.from("447700900123")
                .gsm7("number " + number)
                .timestamp(FIRST.plusSeconds(number))
                .encode();
        ledger.sent(number);
        CompletableFuture<Answer> answer;
        try {
            answer = smsc.forwardSmAsync(3, Application.imsi(number), tpdu);
        } catch (UncheckedIOException | IllegalStateException noLink) {
            unsent.increment();
            later(number);
            return;
        }
        answer.whenComplete((got, failure) -> {
            if (failure != null) {
                later(number);
                return;
            }
            outcomes.get(got.kind()).increment();
            if (got.isResult()) {
                ledger.acknowledged(number);
            } else {
                later(number);
            }
        });
    }

    private void later(int number) {
        if (!timer.isShutdown()) {
            timer.schedule(() -> again.add(number), 1, TimeUnit.SECONDS);
        }
    }

    /** No new ones; what is not acknowledged is sent on. */
    void end() {
        ended = true;
    }

    long count(Answer.Kind kind) {
        return outcomes.get(kind).sum();
    }

    /** What could not be sent, because no link was active. */
    long unsent() {
        return unsent.sum();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
