// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.exchange.AnswerBy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sinks of a fan-out that nobody waits for. At most {@value #MOST_IN_PROGRESS} copies are in progress; more are
 * dropped and counted, so that a dead sink cannot fill the memory. Copies are sent by threads of their own: a sink that
 * blocks delays no answer.
 */
final class OptionalSinks extends ServiceSupport {

    static final int MOST_IN_PROGRESS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(OptionalSinks.class);
    private static final long BETWEEN_LINES = TimeUnit.SECONDS.toNanos(10);

    private final CamelContext camelContext;
    private final List<SinkBranch> branches;
    private final Semaphore room = new Semaphore(MOST_IN_PROGRESS);
    private final LongAdder failures = new LongAdder();
    private final AtomicLong lastLine = new AtomicLong(System.nanoTime() - BETWEEN_LINES);
    private ExecutorService threads;

    OptionalSinks(CamelContext camelContext, List<SinkBranch> branches) {
        this.camelContext = camelContext;
        this.branches = branches;
    }

    /** Takes the copies now and sends them later; never throws, never waits. */
    void send(Exchange exchange) {
        List<Runnable> sendings = new ArrayList<>(branches.size());
        for (SinkBranch branch : branches) {
            if (!room.tryAcquire()) {
                failed(
                        branch,
                        new RejectedExecutionException("dropped: " + MOST_IN_PROGRESS + " copies are in progress"));
                continue;
            }
            Exchange copy = SinkBranch.copy(exchange);
            AnswerBy.remove(copy);
            sendings.add(() -> branch.send(copy, failure -> {
                room.release();
                failed(branch, failure);
            }));
        }
        for (Runnable sending : sendings) {
            try {
                threads.execute(sending);
            } catch (RejectedExecutionException e) { // stopping: the message itself is delivered and acknowledged
                room.release();
                failures.increment();
            }
        }
    }

    private void failed(SinkBranch branch, Exception failure) {
        if (failure == null) {
            return;
        }
        failures.increment();
        long last = lastLine.get();
        long now = System.nanoTime();
        if (now - last >= BETWEEN_LINES && lastLine.compareAndSet(last, now)) {
            LOG.warn(
                    "Optional sink {} failed: {} ({} failures of optional sinks since the start)",
                    branch.name(),
                    failure.getMessage(),
                    failures.sum());
        }
    }

    long failures() {
        return failures.sum();
    }

    @Override
    protected void doInit() {
        ServiceHelper.initService(branches);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(branches);
        if (!branches.isEmpty()) {
            threads = new ThreadPoolExecutor(
                    2,
                    2,
                    0,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(MOST_IN_PROGRESS),
                    new CamelThreadFactory(
                            camelContext.getExecutorServiceManager().getThreadNamePattern(), "fan-out-optional", true));
        }
    }

    @Override
    protected void doStop() {
        if (threads != null) {
            threads.shutdownNow();
        }
        ServiceHelper.stopService(branches);
    }
}
