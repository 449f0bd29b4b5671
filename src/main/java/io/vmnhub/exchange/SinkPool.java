// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.util.concurrent.CamelThreadFactory;

/**
 * Calls a step on threads of its own, and has only so many messages in progress there. More fail at once, which is a
 * temporary error to an SMSC; so does one whose SMSC has been answered before a thread was free, and one for which the
 * step has not ended in time. The step works on a copy of the message, so that what it does later stays there. Threads
 * that are not needed end.
 *
 * <p>Within a transaction the step stays on its thread, to which the transaction belongs.
 */
public final class SinkPool extends DelegateAsyncProcessor {

    private static final long IDLE_SECONDS = 30;

    /**
     * What one pool may have.
     *
     * @param threads that call the step
     * @param inProgress messages that wait for a thread, hold one, or wait for an answer without
     * @param within how long the step may take for a message
     */
    public record Limits(int threads, int inProgress, Duration within) {

        public Limits {
            if (threads < 1 || inProgress < 1 || within.toMillis() < 1) {
                throw new IllegalArgumentException("threads, messages in progress and time must be at least 1");
            }
        }
    }

    private final String name;
    private final Limits limits;
    private final CamelContext context;
    private final ScheduledExecutorService clock;
    private final Semaphore room;
    private ThreadPoolExecutor threads;

    SinkPool(String name, Limits limits, CamelContext context, ScheduledExecutorService clock, AsyncProcessor step) {
        super(step);
        this.name = name;
        this.limits = limits;
        this.context = context;
        this.clock = clock;
        room = new Semaphore(limits.inProgress());
    }

    @Override
    protected void doStart() throws Exception {
        threads = new ThreadPoolExecutor(
                limits.threads(),
                limits.threads(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(limits.inProgress()),
                new CamelThreadFactory(
                        context.getExecutorServiceManager().getThreadNamePattern(), "sink-" + name, true));
        threads.allowCoreThreadTimeOut(true);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        if (threads != null) {
            threads.shutdown();
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        if (exchange.isTransacted()) {
            return super.process(exchange, callback);
        }
        if (!room.tryAcquire()) {
            return refuse(exchange, callback, limits.inProgress() + " messages are in progress there");
        }
        Exchange copy = ExchangeHelper.createCorrelatedCopy(exchange, false, true);
        SinkCall call = new SinkCall(copy, failure -> {
            room.release();
            failure.ifPresentOrElse(exchange::setException, () -> take(copy, exchange));
            callback.done(false);
        });
        try {
            threads.execute(() -> call(call, copy));
            return false;
        } catch (RejectedExecutionException e) {
            room.release();
            return refuse(exchange, callback, "its route has stopped");
        }
    }

    private static void take(Exchange copy, Exchange exchange) {
        ExchangeHelper.copyResultsPreservePattern(exchange, copy);
        copy.getExchangeExtension().handoverCompletions(exchange);
    }

    private boolean refuse(Exchange exchange, AsyncCallback callback, String reason) {
        exchange.setException(failure(reason));
        callback.done(true);
        return true;
    }

    private NotConfirmedException failure(String reason) {
        return new NotConfirmedException(name + ": " + reason);
    }

    private void call(SinkCall call, Exchange copy) {
        if (AnswerBy.left(copy).filter(Duration::isNegative).isPresent()) {
            call.fail(failure("no thread was free before the SMSC had to be answered"));
            return;
        }
        long millis = limits.within().toMillis();
        call.endBy(clock.schedule(
                () -> call.fail(failure("no answer within " + millis + " ms")), millis, TimeUnit.MILLISECONDS));
        call.make(getProcessor());
    }
}
