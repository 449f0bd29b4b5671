package io.vmnhub.northbound.webhook;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages from a receiver that does not work. It opens when half of the last attempts failed, or when the receiver asks for a
 * pause; after a while a few messages try it, and when they succeed it closes. Thread-safe; nothing waits in it.
 */
final class Circuit {

    private static final Logger LOG = LoggerFactory.getLogger(Circuit.class);
    private static final int TRIALS = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final CircuitBreaker breaker;
    private final long openNanos;
    private volatile long pauseEnds = System.nanoTime();
    private volatile long opened;

    /**
     * @param place   the receiver, for the log
     * @param calls   how many of the last attempts count; before as many have been made it does not open
     * @param openFor how long it stays open before it is tried
     */
    Circuit(String place, int calls, Duration openFor) {
        openNanos = openFor.toNanos();
        breaker = CircuitBreaker.of(place, CircuitBreakerConfig.custom().slidingWindowType(CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(calls).minimumNumberOfCalls(calls).failureRateThreshold(50)
                .permittedNumberOfCallsInHalfOpenState(Math.min(TRIALS, calls)).waitDurationInOpenState(openFor).build());
        breaker.getEventPublisher().onStateTransition(event -> {
            switch (event.getStateTransition().getToState()) {
                case OPEN -> {
                    opened = System.nanoTime();
                    LOG.warn("Webhook {}: the circuit is open, nothing is sent for {} ms", place, openFor.toMillis());
                }
                case CLOSED -> LOG.info("Webhook {}: the circuit is closed, messages are sent again", place);
                default -> LOG.debug("Webhook {}: the circuit is {}", place, event.getStateTransition().getToState());
            }
        });
    }

    /** Whether a message may be sent. Who may must then say how it ended, once. */
    boolean mayTry() {
        return System.nanoTime() - pauseEnds >= 0 && breaker.tryAcquirePermission();
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

    /** The receiver asks for a pause; no longer than a minute is granted, for the SMSCs' own schedules wait too. */
    void pause(Duration asked) {
        Duration granted = asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
        pauseEnds = System.nanoTime() + granted.toNanos();
    }

    /** Whether a try is refused for now. An open circuit whose time is over lets tries through. */
    boolean isPausing() {
        return System.nanoTime() - pauseEnds < 0
                || breaker.getState() == CircuitBreaker.State.OPEN && System.nanoTime() - opened < openNanos;
    }
}
