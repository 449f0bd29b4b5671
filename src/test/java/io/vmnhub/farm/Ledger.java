// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.farm;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** What became of each message, by its number. Times are milliseconds since the beginning. Thread-safe. */
final class Ledger {

    private final long begun = System.nanoTime();
    private final AtomicInteger last = new AtomicInteger();
    private final AtomicIntegerArray firstSent;
    private final AtomicIntegerArray attempts;
    private final AtomicIntegerArray acknowledged;
    private final AtomicIntegerArray delivered;
    private final AtomicInteger known = new AtomicInteger();

    Ledger(int most) {
        firstSent = new AtomicIntegerArray(most);
        attempts = new AtomicIntegerArray(most);
        acknowledged = new AtomicIntegerArray(most);
        delivered = new AtomicIntegerArray(most);
    }

    int now() {
        return (int) ((System.nanoTime() - begun) / 1_000_000);
    }

    /** The number of a new message. */
    int next() {
        return last.incrementAndGet();
    }

    void sent(int number) {
        if (attempts.getAndIncrement(number) == 0) {
            firstSent.set(number, Math.max(1, now()));
        }
    }

    void acknowledged(int number) {
        if (acknowledged.compareAndSet(number, 0, Math.max(1, now()))) {
            known.incrementAndGet();
        }
    }

    void delivered(int number) {
        delivered.incrementAndGet(number);
    }

    int messages() {
        return last.get();
    }

    long count(IntPredicate wanted) {
        return IntStream.rangeClosed(1, last.get()).filter(wanted).count();
    }

    /** How many are acknowledged. */
    int acknowledged() {
        return known.get();
    }

    boolean isAcknowledged(int number) {
        return acknowledged.get(number) > 0;
    }

    boolean isLost(int number) {
        return isAcknowledged(number) && delivered.get(number) == 0;
    }

    boolean isRepeated(int number) {
        return attempts.get(number) > 1;
    }

    boolean isDeliveredAgain(int number) {
        return delivered.get(number) > 1;
    }

    /** How long after {@code from} the last message was first sent, before {@code to}, that had to be sent again. */
    int recovery(int from, int to) {
        return IntStream.rangeClosed(1, last.get())
                .filter(this::isRepeated)
                .map(firstSent::get)
                .filter(time -> time >= from && time < to)
                .map(time -> time - from)
                .max()
                .orElse(0);
    }
}
