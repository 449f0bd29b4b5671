// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.ss7.m3ua;

import java.time.Duration;

/** Time as the state machines see it. Tasks run with the lock that guards the state machines. */
interface Timers {

    /** A task that may be called off. */
    interface Timer {

        void cancel();
    }

    long nanoTime();

    Timer after(Duration delay, Runnable task);
}
