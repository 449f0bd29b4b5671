package io.vmnhub.component.smppserver;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where passwords are compared and TLS handshakes computed, which takes long by design: one thread for addresses that applications have
 * bound from, one for all others, so that strangers wait for strangers only. Thread-safe.
 */
final class BindExecutors implements AutoCloseable {

    private static final int MOST_WAITING = 2_000;
    private static final long IDLE_SECONDS = 10;

    private final ThreadPoolExecutor known = executor("smpp-bind");
    private final ThreadPoolExecutor strangers = executor("smpp-bind-strangers");

    private static ThreadPoolExecutor executor(String name) {
        ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING),
                new DefaultThreadFactory(name, true));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    Executor of(boolean isKnown) {
        return isKnown ? known : strangers;
    }

    @Override
    public void close() {
        known.shutdown();
        strangers.shutdown();
    }
}
