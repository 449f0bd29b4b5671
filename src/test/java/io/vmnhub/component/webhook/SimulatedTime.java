// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.webhook;

import io.vmnhub.http.CircuitTimer;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that only the test moves, with the tasks that are due on the way. */
public final class SimulatedTime implements CircuitTimer {

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
    private long now;
    private long number;

    private record Task(long at, long number, Runnable what) {}

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Runnable after(Duration delay, Runnable what) {
        Task task = new Task(now + delay.toNanos(), number++, what);
        tasks.add(task);
        return () -> tasks.remove(task);
    }

    public void pass(Duration time) {
        long end = now + time.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= end) {
            Task due = tasks.poll();
            now = due.at();
            due.what().run();
        }
        now = end;
    }
}
