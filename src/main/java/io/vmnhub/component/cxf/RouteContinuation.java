// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import io.vertx.core.Vertx;
import org.apache.cxf.continuations.Continuation;
import org.apache.cxf.continuations.ContinuationProvider;
import org.apache.cxf.message.Message;

/**
 * Lets go of the thread while a route works, and calls it back when the route has ended, or its time is over: then CXF
 * goes on where it stopped. Thread-safe.
 */
final class RouteContinuation implements Continuation, ContinuationProvider {

    private final Vertx vertx;
    private final Message message;
    private final Runnable goOn;
    private State state = State.NEW;
    private long timer = -1;
    private Object object;

    private enum State {
        NEW,
        PENDING,
        RESUMED,
        TIMED_OUT
    }

    /** @param goOn lets CXF go on with the request; called by any thread, once for each suspension */
    RouteContinuation(Vertx vertx, Message message, Runnable goOn) {
        this.vertx = vertx;
        this.message = message;
        this.goOn = goOn;
    }

    @Override
    public Continuation getContinuation() {
        return this;
    }

    @Override
    public void complete() {
        reset();
    }

    /** The suspended chain lets go of the thread by a {@code SuspendedInvocationException}. */
    @Override
    public synchronized boolean suspend(long timeout) {
        if (state == State.PENDING) {
            return false;
        }
        state = State.PENDING;
        if (timeout > 0) {
            timer = vertx.setTimer(timeout, late -> end(State.TIMED_OUT));
        }
        message.getExchange().getInMessage().getInterceptorChain().suspend();
        return true;
    }

    @Override
    public void resume() {
        end(State.RESUMED);
    }

    /** Ends a suspension, by whichever of route and timer comes first. */
    private void end(State how) {
        synchronized (this) {
            if (state != State.PENDING) {
                return;
            }
            state = how;
            vertx.cancelTimer(timer);
        }
        goOn.run();
    }

    @Override
    public synchronized void reset() {
        vertx.cancelTimer(timer);
        state = State.NEW;
    }

    @Override
    public synchronized boolean isNew() {
        return state == State.NEW;
    }

    @Override
    public synchronized boolean isPending() {
        return state == State.PENDING;
    }

    @Override
    public synchronized boolean isResumed() {
        return state == State.RESUMED;
    }

    @Override
    public synchronized boolean isTimeout() {
        return state == State.TIMED_OUT;
    }

    @Override
    public synchronized Object getObject() {
        return object;
    }

    @Override
    public synchronized void setObject(Object value) {
        object = value;
    }

    @Override
    public boolean isReadyForWrite() {
        return true;
    }
}
