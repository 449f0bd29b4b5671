// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.store;

import io.vmnhub.broker.QueueReader;
import io.vmnhub.exchange.MessageOutcome;
import io.vmnhub.exchange.NextTry;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.log.ThrottledLog;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers an application's stored messages.
 *
 * <ol>
 *   <li>One thread reads the queue, as long as fewer than {@code maxInProgress} messages are with the route and fewer
 *       than {@code maxWaiting} wait for another attempt. What it has read stays on the broker's disk.
 *   <li>The route ends well: the message is acknowledged to the broker, and counts as with the route until the broker
 *       has that on its disk.
 *   <li>The route fails: the message waits here and is tried again, or becomes a dead letter, which is acknowledged
 *       when the dead letter is on the disk.
 * </ol>
 *
 * A crash at any point brings back what was not acknowledged: an application may get a message twice, never not at all,
 * and no more messages twice than were with the route. When as many wait as may, a confirmation lets the one that has
 * waited longest try at once; when a failure came with a {@link io.vmnhub.exchange.Recovery}, all that wait for it are
 * tried as soon as it reports one, gently: a few first, more with each that is confirmed.
 */
class StoreConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(StoreConsumer.class);

    private final ThrottledLog lines = new ThrottledLog(LOG);
    private static final long RECEIVE_MILLIS = 200;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long END_WITHIN_MILLIS = 5_000;

    private final StoreEndpoint endpoint;
    private final AtomicInteger inProgress = new AtomicInteger();
    private final RedeliveryQueue waiting = new RedeliveryQueue(this::recovered);
    private final Object room = new Object();
    private Store store;
    private Redelivery redelivery;
    private RecoveryRamp ramp;
    private ExecutorService executor;
    private ScheduledThreadPoolExecutor clock;
    private Thread reader;
    private volatile boolean reading;
    /** Whether the reader waits for messages to leave. */
    private volatile boolean full;

    StoreConsumer(StoreEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        redelivery = endpoint.redelivery();
        ramp = new RecoveryRamp(endpoint.getMaxInProgress());
        store = CamelContextHelper.mandatoryFindSingleByType(endpoint.getCamelContext(), Store.class);
        store.start();
        store.makeQueues(endpoint.getApplication(), endpoint.queue());
        String name = endpoint.queue();
        executor = endpoint.getCamelContext()
                .getExecutorServiceManager()
                .newFixedThreadPool(this, name, endpoint.getThreads());
        clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, name + "-clock"));
        clock.setRemoveOnCancelPolicy(true);
        resumeReading();
    }

    @Override
    protected void doSuspend() throws Exception {
        stopReading();
        super.doSuspend();
    }

    @Override
    protected void doResume() throws Exception {
        super.doResume();
        resumeReading();
    }

    @Override
    protected void doStop() throws Exception {
        stopReading();
        if (clock != null) {
            clock.shutdownNow();
        }
        if (executor != null) {
            endpoint.getCamelContext().getExecutorServiceManager().shutdownGraceful(executor, 1_000);
        }
        super.doStop();
    }

    private void resumeReading() {
        reading = true;
        reader = daemon(this::read, endpoint.queue() + "-reader");
        reader.start();
    }

    private void stopReading() throws InterruptedException {
        reading = false;
        synchronized (room) {
            room.notifyAll();
        }
        if (reader != null) {
            reader.join(END_WITHIN_MILLIS + 2 * RECEIVE_MILLIS);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void read() {
        boolean away = false;
        while (reading) {
            try (QueueReader queue = store.reader(endpoint.queue())) {
                away = false;
                while (reading && !queue.isBroken()) {
                    if (hasRoom()) {
                        queue.receive(RECEIVE_MILLIS).ifPresent(this::take);
                    }
                }
                finish();
                waiting.clear(); // what waited comes again from the broker
            } catch (Exception e) {
                waiting.clear();
                if (!away) {
                    LOG.warn(
                            "Store of {}: cannot be read, tried again every {} ms: {}",
                            endpoint.getApplication(),
                            RECONNECT_MILLIS,
                            e.getMessage());
                }
                away = true;
                pause();
            }
        }
    }

    private void take(QueueReader.Delivery message) {
        try {
            begin(new StoredDelivery(message));
        } catch (IOException e) {
            LOG.error(
                    "Store of {}: a message stays in the queue unread: {}", endpoint.getApplication(), e.getMessage());
        }
    }

    /**
     * Waits a little for room.
     *
     * @return whether another message may be begun
     */
    private boolean hasRoom() throws InterruptedException {
        if (isRoom()) {
            return true;
        }
        synchronized (room) {
            full = true;
            if (!isRoom()) { // once more, now that who leaves says so
                room.wait(RECEIVE_MILLIS);
            }
            full = false;
        }
        return false;
    }

    private boolean isRoom() {
        return inProgress.get() < ramp.atOnce() && waiting.size() < endpoint.getMaxWaiting();
    }

    private void pause() {
        synchronized (room) {
            try {
                if (reading) {
                    room.wait(RECONNECT_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                reading = false;
            }
        }
    }

    /** Lets what is with the route come to its end, so that a stop makes no duplicates. */
    private void finish() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(END_WITHIN_MILLIS);
        synchronized (room) {
            full = true;
            while (inProgress.get() > 0 && System.nanoTime() < end) {
                room.wait(RECEIVE_MILLIS);
            }
            full = false;
        }
    }

    private void begin(StoredDelivery delivery) {
        inProgress.incrementAndGet();
        if (delivery.isStale()) {
            left();
            return;
        }
        try {
            executor.execute(() -> attempt(delivery));
        } catch (RejectedExecutionException e) {
            left();
        }
    }

    private void attempt(StoredDelivery delivery) {
        Exchange exchange = createExchange(false);
        try {
            delivery.stored().restore(exchange, store.mapper());
            delivery.begin(exchange);
        } catch (Exception e) {
            releaseExchange(exchange, false);
            bury(delivery, "it cannot be read: " + e.getMessage());
            return;
        }
        getAsyncProcessor().process(exchange, doneSync -> {
            Exception failure = exchange.getException();
            if (failure == null && (exchange.isRollbackOnly() || exchange.isRollbackOnlyLast())) {
                failure = new IllegalStateException("the route rolled back");
            }
            releaseExchange(exchange, false);
            delivery.trail().traceEnded(failure == null ? "delivered" : "failed", failure == null);
            if (failure == null) {
                confirmed(delivery);
            } else {
                failed(delivery, failure);
            }
        });
    }

    private void confirmed(StoredDelivery delivery) {
        acknowledge(delivery, () -> ended(MessageOutcome.DELIVERED, delivery, null, delivery.attempts() + 1));
        ramp.confirmed();
        if (waiting.size() >= endpoint.getMaxWaiting()) {
            waiting.first().ifPresent(this::begin);
        }
    }

    private void failed(StoredDelivery delivery, Exception failure) {
        NextTry next = NextTry.after(failure);
        int attempts = next.tried() ? delivery.failedOnceMore() : delivery.attempts();
        if (store.isHopeless(failure)
                || redelivery.maxAttempts() > 0 && attempts >= redelivery.maxAttempts()
                || delivery.isOlderThan(redelivery.maxAge())) {
            bury(delivery, NotConfirmedException.describe(failure));
            return;
        }
        LOG.debug(
                "SMS {} for {} not delivered, attempt {}: {}",
                delivery.stored().id(),
                endpoint.getApplication(),
                attempts,
                NotConfirmedException.describe(failure));
        store.count(endpoint.getApplication(), next.tried() ? "failedAttempt" : "held")
                .increment();
        endpoint.listener().attemptFailed();
        await(delivery, next);
        ended();
    }

    private void await(StoredDelivery delivery, NextTry next) {
        if (reading && !delivery.isStale()) {
            waiting.add(
                    delivery,
                    next,
                    clock,
                    redelivery.pauseAfter(delivery.attempts(), next, ThreadLocalRandom.current()),
                    this::begin);
        }
    }

    /** An application has recovered: what waits for it is tried now, a few first. */
    private void recovered() {
        ramp.recovered();
        release();
    }

    private void release() {
        while (reading && ramp.take(inProgress.get())) {
            Optional<StoredDelivery> due = waiting.due();
            if (due.isEmpty()) {
                ramp.back();
                return;
            }
            begin(due.get());
        }
    }

    private void bury(StoredDelivery delivery, String reason) {
        Store.Death death = new Store.Death(endpoint.queue(), reason, Math.max(1, delivery.attempts()), Instant.now());
        store.bury(endpoint.getApplication(), delivery.stored(), death, failure -> {
            if (failure == null) {
                lines.info(
                        endpoint.getApplication(),
                        reason,
                        () -> "SMS " + delivery.stored().id() + " for " + endpoint.getApplication()
                                + " is a dead letter after " + delivery.attempts() + " attempts: " + reason);
                acknowledge(delivery, () -> ended(MessageOutcome.DEAD, delivery, reason, delivery.attempts()));
            } else {
                lines.warn(
                        endpoint.getApplication(),
                        failure.getMessage(),
                        () -> "SMS " + delivery.stored().id() + " for " + endpoint.getApplication()
                                + " cannot be put to the dead letters: " + failure.getMessage());
                delivery.failedOnceMore();
                await(delivery, NextTry.after(failure));
                ended();
            }
        });
    }

    private void ended(MessageOutcome outcome, StoredDelivery delivery, String reason, int attempts) {
        store.ended(endpoint.getApplication(), outcome, delivery, reason, attempts);
        endpoint.listener().ended(outcome);
    }

    /** @param whenNoted run when the message cannot come again */
    private void acknowledge(StoredDelivery delivery, Runnable whenNoted) {
        delivery.acknowledge(failure -> {
            if (failure == null) {
                whenNoted.run();
            } else {
                lines.info(
                        endpoint.getApplication(),
                        failure.getMessage(),
                        () -> "SMS " + delivery.stored().id() + " for "
                                + endpoint.getApplication()
                                + " has come to its end, but the broker could not be told, and brings it again: "
                                + failure.getMessage());
            }
            ended();
        });
    }

    private void ended() {
        left();
        release();
    }

    private void left() {
        inProgress.decrementAndGet();
        if (full) {
            synchronized (room) {
                room.notifyAll();
            }
        }
    }

    /** How many messages wait here for another attempt. */
    int waiting() {
        return waiting.size();
    }
}
