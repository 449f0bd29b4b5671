// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Time that passes when a test says so. */
final class ManualTimers implements Timers {

    private final List<Task> tasks = new ArrayList<>();
    private long now;
    private long created;

    private final class Task implements Timer {

        private final long due;
        private final long number;
        private final Runnable action;

        Task(long due, Runnable action) {
            this.due = due;
            this.action = action;
            number = created++;
        }

        @Override
        public void cancel() {
            tasks.remove(this);
        }
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Timer after(Duration delay, Runnable action) {
        Task task = new Task(now + delay.toNanos(), action);
        tasks.add(task);
        return task;
    }

    /** Lets time pass; what becomes due runs in its order, at its time. */
    void pass(Duration duration) {
        long until = now + duration.toNanos();
        while (true) {
            Optional<Task> next = tasks.stream()
                    .filter(task -> task.due <= until)
                    .min(Comparator.<Task>comparingLong(task -> task.due).thenComparingLong(task -> task.number));
            if (next.isEmpty()) {
                now = until;
                return;
            }
            tasks.remove(next.get());
            now = next.get().due;
            next.get().action.run();
        }
    }

    void passSeconds(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }
}
