// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Vertx;
import java.time.Duration;

/** The clock of circuits, and their tasks at a later time. */
public interface CircuitTimer {

    long nanoTime();

    /**
     * Runs a task once, later.
     *
     * @return cancels it
     */
    Runnable after(Duration delay, Runnable task);

    static CircuitTimer of(Vertx vertx) {
        return new CircuitTimer() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Runnable after(Duration delay, Runnable task) {
                long timer = vertx.setTimer(Math.max(1, delay.toMillis()), id -> task.run());
                return () -> vertx.cancelTimer(timer);
            }
        };
    }
}
