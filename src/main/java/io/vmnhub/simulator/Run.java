// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.simulator;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the messages of a plan through an SMSC and measures what comes of them. One thread, the caller's, sends; none
 * waits for an answer. Used once.
 */
public final class Run {

    private static final long WAKE_UP_MILLIS = 50;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long PATIENCE_SECONDS = 2;

    private final Smsc smsc;
    private final RunPlan plan;
    private final RunListener listener;
    private final Tally tally = new Tally();
    private final Semaphore free;
    private volatile boolean stopped;
    private PreparedSubmission prepared;
    private long preparedSecond;
    private long messages;

    /**
     * @param listener told of each outcome, on a signalling thread
     * @throws IllegalArgumentException when the plan's message cannot be encoded
     */
    public Run(Smsc smsc, RunPlan plan, RunListener listener) {
        this.smsc = smsc;
        this.plan = plan;
        this.listener = listener;
        this.free = new Semaphore(plan.pace().mostInFlight());
        this.prepared = smsc.prepare(plan.submission());
        this.preparedSecond = System.currentTimeMillis() / 1_000;
    }

    /** Told of each outcome. */
    @FunctionalInterface
    public interface RunListener {

        /**
         * On a signalling thread: returns at once.
         *
         * @param number of the message, from 1
         * @param nanos from its beginning to its end
         */
        void ended(long number, Delivery delivery, long nanos);
    }

    /** Nothing more is sent; what is under way is waited for. */
    public void stop() {
        stopped = true;
    }

    /**
     * Sends everything, and waits until every message has an outcome, at most a little longer than the timeouts allow.
     */
    public RunReport run() throws InterruptedException {
        long start = System.nanoTime();
        long sent = 0;
        long notSent = 0;
        for (long turn = 0; turn < plan.count().orElse(Long.MAX_VALUE); turn++) {
            long intended = awaitTurn(start, turn);
            if (over(start)) {
                break;
            }
            if (plan.pace() instanceof Pace.Rate) {
                if (!free.tryAcquire()) {
                    notSent++;
                    continue;
                }
            } else if (!awaitFree(start)) {
                break;
            }
            sent++;
            send(sent, plan.pace() instanceof Pace.Rate ? intended : System.nanoTime());
        }
        free.tryAcquire(plan.pace().mostInFlight(), patienceMillis(), TimeUnit.MILLISECONDS);
        return tally.report(start, sent, notSent);
    }

    private boolean over(long start) {
        return stopped
                || plan.duration().isPresent()
                        && System.nanoTime() - start >= plan.duration().get().toNanos();
    }

    /** @return when the turn is or was, {@link System#nanoTime()} */
    private long awaitTurn(long start, long turn) throws InterruptedException {
        if (!(plan.pace() instanceof Pace.Rate rate)) {
            return System.nanoTime();
        }
        long intended = start + (long) (turn * (NANOS_PER_SECOND / rate.perSecond()));
        while (true) {
            long wait = intended - System.nanoTime();
            if (wait <= 0 || over(start)) {
                return intended;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(Math.min(wait, TimeUnit.MILLISECONDS.toNanos(WAKE_UP_MILLIS)));
        }
    }

    private boolean awaitFree(long start) throws InterruptedException {
        while (!free.tryAcquire(WAKE_UP_MILLIS, TimeUnit.MILLISECONDS)) {
            if (over(start)) {
                return false;
            }
        }
        return true;
    }

    private void send(long number, long intended) {
        PreparedSubmission message = next();
        long begun = System.nanoTime();
        smsc.submit(message).thenAccept(delivery -> {
            try {
                tally.ended(delivery, message.submission().moreMessages(), intended, begun);
                listener.ended(number, delivery, System.nanoTime() - begun);
            } finally {
                free.release();
            }
        });
    }

    /**
     * The message with the present second's timestamp and a sender of its own; the parts of a long one get a
     * concatenation reference of their own too.
     */
    private PreparedSubmission next() {
        long second = System.currentTimeMillis() / 1_000;
        if (second != preparedSecond || prepared.tpdus().size() > 1) {
            prepared = smsc.prepare(plan.submission());
            preparedSecond = second;
        }
        return prepared.fromSender(messages++);
    }

    /** As long as the last message can take: an answer for the routing, for an empty beginning, and for each part. */
    private long patienceMillis() {
        return smsc.timeout().toMillis() * (prepared.tpdus().size() + 2) + TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS);
    }
}
