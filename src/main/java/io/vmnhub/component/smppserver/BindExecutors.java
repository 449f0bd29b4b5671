// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.smppserver;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are compared and TLS handshakes computed, which takes long by design: for addresses that applications
 * have bound from a thread a processor, for all others one thread, so that strangers wait for strangers only.
 * Thread-safe.
 */
final class BindExecutors implements AutoCloseable {

    private static final int MOST_WAITING = 2_000;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor known =
            executor("smpp-bind", Runtime.getRuntime().availableProcessors());
    private final ThreadPoolExecutor strangers = executor("smpp-bind-strangers", 1);

    private static ThreadPoolExecutor executor(String name, int threads) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                new DefaultThreadFactory(name, true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    /** Refuses work when too much waits. */
    Executor of(boolean isKnown) {
        return isKnown ? known : strangers;
    }

    @Override
    public void close() {
        known.shutdown();
        strangers.shutdown();
    }
}
