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
    private boolean fresh = true;
    private boolean pending;
    private boolean resumed;
    private boolean timedOut;
    private long timer = -1;
    private Object object;

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
        if (pending) {
            return false;
        }
        fresh = false;
        pending = true;
        resumed = false;
        timedOut = false;
        if (timeout > 0) {
            timer = vertx.setTimer(timeout, late -> expire());
        }
        message.getExchange().getInMessage().getInterceptorChain().suspend();
        return true;
    }

    private void expire() {
        synchronized (this) {
            if (!pending) {
                return;
            }
            pending = false;
            timedOut = true;
        }
        goOn.run();
    }

    @Override
    public void resume() {
        synchronized (this) {
            if (!pending) {
                return;
            }
            pending = false;
            resumed = true;
            vertx.cancelTimer(timer);
        }
        goOn.run();
    }

    @Override
    public synchronized void reset() {
        vertx.cancelTimer(timer);
        pending = false;
        resumed = false;
        timedOut = false;
        fresh = true;
    }

    @Override
    public synchronized boolean isNew() {
        return fresh;
    }

    @Override
    public synchronized boolean isPending() {
        return pending;
    }

    @Override
    public synchronized boolean isResumed() {
        return resumed;
    }

    @Override
    public synchronized boolean isTimeout() {
        return timedOut;
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
