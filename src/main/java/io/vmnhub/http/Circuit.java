// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vmnhub.exchange.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages from a receiver that does not work, and leaves one alone that is merely busy.
 *
 * <p>It opens when nothing gets through: {@code calls} failures in a row, or as many as a second's traffic if that is
 * more; or when nearly nothing does: {@value #NEARLY_ALL} % of the last ten seconds' calls, of which there are
 * {@value #LEAST_CALLS} at least. It opens too when the receiver asks for a pause. When the time is over a share of the
 * traffic tries the receiver (half open): {@value #TRIALS} calls at a time, or one in {@value #SHARE} of a second's
 * traffic. When {@value #CLOSING} succeed it closes; when none of the trials does it opens again, for twice as long, up
 * to {@value #LONGEST_OPEN_MINUTES} minutes. A receiver that has gone disables it, until somebody enables it.
 *
 * <p>Half open, closed again and enabled are the {@link Recovery recoveries} that waiting messages hear of.
 * Thread-safe; nothing waits in it.
 */
public final class Circuit implements Recovery {

    static final int LONGEST_OPEN_MINUTES = 5;
    static final int NEARLY_ALL = 99;
    static final int LEAST_CALLS = 200;
    public static final int TRIALS = 10;
    public static final int SHARE = 20;
    static final int CLOSING = 3;

    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
    private static final double JITTER = 0.1;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final String place;
    private final int calls;
    private final Duration openFor;
    private final CircuitTimer timer;
    private final RecentCalls recent = new RecentCalls();
    private final AtomicLong recoveries = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable whenOpened = () -> {};
    private volatile State state = State.CLOSED;
    private long generation;
    private int openings;
    private long openUntil;
    private Runnable cancelOpening = () -> {};
    private long trials;
    private long trying;
    private long tried;
    private long succeeded;

    /** What a circuit can be. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN,
        DISABLED;

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** One call that was let through. Its first outcome counts. */
    public final class Call {

        private final long begunIn;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Call(long generation) {
            begunIn = generation;
        }

        public void succeeded() {
            if (ended.compareAndSet(false, true)) {
                end(begunIn, false, "");
            }
        }

        /** @param why for the log, should the circuit open by it */
        public void failed(String why) {
            if (ended.compareAndSet(false, true)) {
                end(begunIn, true, why);
            }
        }

        /** The call says nothing about the receiver. */
        public void undecided() {
            if (ended.compareAndSet(false, true)) {
                giveBack(begunIn);
            }
        }
    }

    /**
     * @param place the receiver, for the log
     * @param calls how many calls must fail one after the other, at least
     * @param openFor how long it stays open before it is tried
     */
    public Circuit(String place, int calls, Duration openFor, CircuitTimer timer) {
        this.place = place;
        this.calls = calls;
        this.openFor = openFor;
        this.timer = timer;
    }

    public State state() {
        return state;
    }

    @Override
    public Readiness readiness() {
        return isPausing() ? Readiness.AWAY : state == State.CLOSED ? Readiness.TAKING : Readiness.TRIED;
    }

    @Override
    public synchronized Optional<Instant> nextTry() {
        long left = openUntil - timer.nanoTime();
        return state == State.OPEN ? Optional.of(Instant.now().plusNanos(left)) : Optional.empty();
    }

    /** Lets a message through, or not. Who gets a call must say how it ended. */
    public synchronized Optional<Call> tryCall() {
        if (state == State.CLOSED) {
            return Optional.of(new Call(generation));
        }
        if (state == State.HALF_OPEN && trying < trials) {
            trying++;
            return Optional.of(new Call(generation));
        }
        return Optional.empty();
    }

    private void end(long begunIn, boolean failed, String why) {
        boolean recovered = false;
        synchronized (this) {
            if (begunIn != generation) {
                return; // begun before the last change: it says nothing about the receiver as it is now
            }
            if (state == State.CLOSED) {
                recent.add(failed, timer.nanoTime());
                if (failed && isBroken()) {
                    open("the last " + recent.failuresInARow() + " attempts and " + recent.failures() + " of "
                            + recent.calls() + " within " + RecentCalls.SECONDS + " s failed, the last: " + why);
                }
            } else if (state == State.HALF_OPEN) {
                recovered = tried(failed, why);
            }
        }
        if (recovered) {
            notifyRecovered();
        }
    }

    private boolean isBroken() {
        return recent.failuresInARow() >= Math.max(calls, recent.perSecond())
                || recent.calls() >= LEAST_CALLS && recent.failures() * 100 >= recent.calls() * NEARLY_ALL;
    }

    /** @return whether it is closed by that */
    private boolean tried(boolean failed, String why) {
        trying--;
        tried++;
        succeeded += failed ? 0 : 1;
        if (succeeded >= Math.min(CLOSING, trials)) {
            openings = 0;
            enter(State.CLOSED);
            LOG.info("Receiver {}: the circuit is closed, messages are sent again", place);
            return true;
        }
        if (failed && tried >= trials && succeeded * 100 < tried) {
            open("it was tried " + tried + " times, the last failed: " + why);
        }
        return false;
    }

    private synchronized void giveBack(long begunIn) {
        if (begunIn == generation && state == State.HALF_OPEN) {
            trying--;
        }
    }

    /** @param listener hears when it has opened because the receiver does not work; must not block */
    void whenOpened(Runnable listener) {
        whenOpened = listener;
    }

    /** The receiver does not work for another node: one message tries it, and the others wait for its outcome. */
    synchronized void suspect() {
        if (state == State.CLOSED) {
            trials = 1;
            enter(State.HALF_OPEN);
            LOG.debug("Receiver {}: it does not work for another node and is tried", place);
        }
    }

    private void open(String why) {
        double seconds = openFor.toNanos() / 1e9 * Math.pow(2, Math.min(openings, 30));
        double longest = Math.max(openFor.toNanos() / 1e9, LONGEST_OPEN_MINUTES * 60);
        double varied = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        openings++;
        openUntil(Duration.ofMillis(Math.max(1, Math.round(Math.min(seconds, longest) * varied * 1_000))), why);
        whenOpened.run();
    }

    private void openUntil(Duration time, String why) {
        if (state == State.CLOSED) {
            trials = Math.max(Math.min(TRIALS, calls), recent.perSecond() / SHARE);
        } else {
            trials = Math.max(Math.min(TRIALS, calls), trials); // one only when it was suspected
        }
        enter(State.OPEN);
        openUntil = timer.nanoTime() + time.toNanos();
        long opened = generation;
        cancelOpening = timer.after(time, () -> halfOpen(opened));
        LOG.warn(
                "Receiver {}: the circuit is open, nothing is sent for {} s: {}",
                place,
                Math.max(1, time.toSeconds()),
                why);
    }

    private void halfOpen(long opened) {
        synchronized (this) {
            if (generation != opened) {
                return;
            }
            enter(State.HALF_OPEN);
        }
        LOG.debug("Receiver {}: the circuit is half open", place);
        notifyRecovered();
    }

    private void enter(State next) {
        generation++;
        state = next;
        cancelOpening.run();
        cancelOpening = () -> {};
        trying = 0;
        tried = 0;
        succeeded = 0;
        recent.clear();
    }

    private void notifyRecovered() {
        recoveries.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    /**
     * The receiver asks for a pause, of which at most a day is granted. A shorter one than what is left of another
     * changes nothing.
     */
    public synchronized void pause(Duration asked) {
        Duration granted = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
        boolean longer = state != State.OPEN || timer.nanoTime() + granted.toNanos() - openUntil > 0;
        if (granted.toMillis() > 0 && state != State.DISABLED && longer) {
            openUntil(granted, "it asked for a pause");
        }
    }

    /** Nothing is sent any more. */
    public synchronized void disable() {
        enter(State.DISABLED);
        LOG.warn("Receiver {}: disabled, nothing is sent until an operator enables it or its settings change", place);
    }

    /** Everything is sent again, whatever was before. */
    public void enable() {
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            openings = 0;
            enter(State.CLOSED);
        }
        LOG.info("Receiver {}: the circuit is closed, messages are sent again", place);
        notifyRecovered();
    }

    /** Whether a try is refused for now. */
    boolean isPausing() {
        return state == State.OPEN || state == State.DISABLED;
    }

    @Override
    public long count() {
        return recoveries.get();
    }

    @Override
    public void listen(Runnable whenRecovered) {
        listeners.add(whenRecovered);
    }

    @Override
    public void forget(Runnable whenRecovered) {
        listeners.remove(whenRecovered);
    }

    /** Nobody sends by it any more: what waits for it may go, to whatever has taken its place. */
    public void close() {
        synchronized (this) {
            enter(State.CLOSED); // ends its timer
        }
        notifyRecovered();
        listeners.clear();
    }
}
