package io.vmnhub.northbound.webhook;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.vmnhub.northbound.Recovery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages from a receiver that does not work. It opens when half of the last attempts failed, or when the receiver asks for a
 * pause. When the time is over a few messages try the receiver (half open); when half of them fail it opens again, for twice as long, up to
 * {@value #LONGEST_OPEN_MINUTES} minutes; otherwise it closes. A receiver that has gone disables it, until somebody enables it.
 *
 * <p>Half open, closed again and enabled are the {@link Recovery recoveries} that waiting messages hear of. Thread-safe; nothing waits in it.
 */
final class Circuit implements Recovery {

    static final int LONGEST_OPEN_MINUTES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
    private static final int TRIALS = 3;
    private static final double JITTER = 0.1;
    private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

    private final String place;
    private final CircuitBreaker breaker;
    private final AtomicLong recoveries = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Instant pauseEnds = Instant.MIN;

    /** What a circuit can be. */
    enum State {
        CLOSED, HALF_OPEN, OPEN, DISABLED;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * @param place   the receiver, for the log
     * @param calls   how many of the last attempts count; before as many have been made it does not open
     * @param openFor how long it stays open before it is tried
     */
    Circuit(String place, int calls, Duration openFor) {
        this.place = place;
        Duration longest = openFor.compareTo(Duration.ofMinutes(LONGEST_OPEN_MINUTES)) > 0 ? openFor : Duration.ofMinutes(LONGEST_OPEN_MINUTES);
        breaker = CircuitBreaker.of(place, CircuitBreakerConfig.custom().slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(calls).minimumNumberOfCalls(calls).failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(Math.min(TRIALS, calls)).automaticTransitionFromOpenToHalfOpenEnabled(true)
                .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialRandomBackoff(openFor, 2, JITTER, longest)).build());
        breaker.getEventPublisher().onStateTransition(event -> changed(event.getStateTransition().getToState()));
    }

    private void changed(CircuitBreaker.State state) {
        switch (state) {
            case OPEN -> LOG.warn("Receiver {}: the circuit is open, nothing is sent for a while", place);
            case FORCED_OPEN -> LOG.warn("Receiver {}: disabled, nothing is sent until an operator enables it or its settings change", place);
            case CLOSED -> {
                LOG.info("Receiver {}: the circuit is closed, messages are sent again", place);
                recovered();
            }
            case HALF_OPEN -> {
                LOG.debug("Receiver {}: the circuit is half open", place);
                recovered();
            }
            default -> LOG.debug("Receiver {}: the circuit is {}", place, state);
        }
    }

    private void recovered() {
        recoveries.incrementAndGet();
        listeners.forEach(Runnable::run);
    }

    State state() {
        return switch (breaker.getState()) {
            case OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case FORCED_OPEN -> State.DISABLED;
            default -> State.CLOSED;
        };
    }

    /** Whether a message may be sent. Who may must then say how it ended, once. */
    boolean mayTry() {
        return breaker.tryAcquirePermission();
    }

    void succeeded() {
        breaker.onSuccess(0, TimeUnit.NANOSECONDS);
    }

    void failed(Throwable why) {
        breaker.onError(0, TimeUnit.NANOSECONDS, why);
    }

    /** The attempt says nothing about the receiver. */
    void undecided() {
        breaker.releasePermission();
    }

    /** The receiver asks for a pause, of which no more than a day is granted. A shorter one than what is left of another changes nothing. */
    synchronized void pause(Duration asked) {
        Instant now = Instant.now();
        Instant end = now.plus(asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
        if (asked.toMillis() > 0 && state() != State.DISABLED && (end.isAfter(pauseEnds) || state() != State.OPEN)) {
            pauseEnds = end;
            breaker.transitionToOpenStateFor(Duration.between(now, end));
        }
    }

    /** Nothing is sent any more. */
    synchronized void disable() {
        breaker.transitionToForcedOpenState();
    }

    /** Everything is sent again, whatever was before. */
    synchronized void enable() {
        pauseEnds = Instant.MIN;
        if (state() != State.CLOSED) {
            breaker.transitionToClosedState();
        }
    }

    /** Whether a try is refused for now. */
    boolean isPausing() {
        return state() == State.OPEN || state() == State.DISABLED;
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
    void close() {
        breaker.transitionToDisabledState(); // ends its timer
        recovered();
        listeners.clear();
    }
}
