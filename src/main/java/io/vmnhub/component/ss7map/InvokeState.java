// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.ss7map;

import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** What must happen exactly once to an invoke, and the deadline that makes it happen. */
final class InvokeState {

    private static final int ANSWERED = 1;
    private static final int RELEASED = 2;
    private static final int DONE = 4;
    private static final int STARTED = 8;
    private static final AtomicIntegerFieldUpdater<InvokeState> STATE =
            AtomicIntegerFieldUpdater.newUpdater(InvokeState.class, "state");

    private volatile int state;
    private volatile Timeout timeout;

    /** True for the first caller only. */
    boolean answerOnce() {
        return set(ANSWERED);
    }

    /** True for the first caller only. */
    boolean releaseOnce() {
        return set(RELEASED);
    }

    /** True for the first caller only, and never once the invoke has been answered. */
    boolean startUnlessAnswered() {
        return set(STARTED, STARTED | ANSWERED);
    }

    boolean isStarted() {
        return (state & STARTED) != 0;
    }

    private boolean set(int flag) {
        return set(flag, flag);
    }

    private boolean set(int flag, int unless) {
        while (true) {
            int current = state;
            if ((current & unless) != 0) {
                return false;
            }
            if (STATE.compareAndSet(this, current, current | flag)) {
                return true;
            }
        }
    }

    void deadline(HashedWheelTimer timer, long millis, Runnable action) {
        timeout = timer.newTimeout(elapsed -> action.run(), Math.max(0, millis), TimeUnit.MILLISECONDS);
        if ((state & DONE) != 0) {
            timeout.cancel();
        }
    }

    void cancel() {
        set(DONE);
        Timeout current = timeout;
        if (current != null) {
            current.cancel();
        }
    }
}
