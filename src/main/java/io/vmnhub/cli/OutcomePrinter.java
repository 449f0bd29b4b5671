// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.cli;

import io.vmnhub.simulator.Delivery;
import io.vmnhub.simulator.Run;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Prints a line for each of the first messages that end, on a thread of its own: the terminal holds up no signalling.
 */
final class OutcomePrinter implements Run.RunListener, AutoCloseable {

    /** How many lines there are unless all are wanted. */
    static final long FIRST = 20;

    private static final double NANOS_PER_MILLI = 1e6;
    private static final long CLOSE_SECONDS = 30;

    private final PrintWriter out;
    private final long most;
    private final ExecutorService lines = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "simulate-outcomes");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicLong ended = new AtomicLong();

    /** @param most how many lines at most */
    OutcomePrinter(PrintWriter out, long most) {
        this.out = out;
        this.most = most;
    }

    @Override
    public void ended(long number, Delivery delivery, long nanos) {
        if (ended.get() > most) {
            return;
        }
        long place = ended.incrementAndGet();
        if (place > most) {
            if (place == most + 1 && most > 0) {
                lines.execute(() -> print("(--verbose prints a line for every message)"));
            }
            return;
        }
        lines.execute(() -> print(
                String.format(Locale.ROOT, "message %d: %s, %.1f ms", number, delivery, nanos / NANOS_PER_MILLI)));
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Returns when everything is printed. */
    @Override
    public void close() {
        lines.shutdown();
        try {
            lines.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
