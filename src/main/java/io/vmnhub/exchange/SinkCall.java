// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;

/**
 * One call of a step, which ends once: when the step has ended, or before by {@link #fail}.
 *
 * <p>A step that says on its own thread that it has ended has not ended before it returns: Camel's {@code slack} says
 * so before it looks at what the server has answered.
 */
final class SinkCall implements AsyncCallback {

    private final Exchange exchange;
    private final Consumer<Optional<Exception>> whenEnded;
    private final AtomicBoolean ended = new AtomicBoolean();
    private Future<?> deadline;
    private volatile Thread caller;
    private boolean endedInside;

    /** @param whenEnded gets why it was ended before the step, or nothing */
    SinkCall(Exchange exchange, Consumer<Optional<Exception>> whenEnded) {
        this.exchange = exchange;
        this.whenEnded = whenEnded;
    }

    /** What ends it when the step does not; to be called before it is made. */
    void endBy(Future<?> timer) {
        deadline = timer;
    }

    void make(AsyncProcessor step) {
        caller = Thread.currentThread();
        try {
            step.process(exchange, this);
        } catch (RuntimeException | Error e) {
            exchange.setException(e);
            endedInside = true;
        }
        caller = null;
        if (endedInside) {
            end(Optional.empty());
        }
    }

    @Override
    public void done(boolean doneSync) {
        if (Thread.currentThread() == caller) {
            endedInside = true;
        } else {
            end(Optional.empty());
        }
    }

    void fail(Exception failure) {
        end(Optional.of(failure));
    }

    private void end(Optional<Exception> failure) {
        if (ended.compareAndSet(false, true)) {
            if (deadline != null) {
                deadline.cancel(false);
            }
            whenEnded.accept(failure);
        }
    }
}
