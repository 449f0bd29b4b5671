package io.vmnhub.screening;

import java.util.Objects;
import java.util.Optional;

/**
 * A MAP user error by its names in TS 29.002 clause 17.6; whoever answers knows its form in each version.
 *
 * @param error {@code illegalSubscriber}, {@code subscriberBusyForMT-SMS}, …
 * @param cause of {@code sm-DeliveryFailure}: {@code memoryCapacityExceeded}, …
 */
public record Refusal(String error, Optional<String> cause) {

    /** Final: service centres give the message up. */
    public static final Refusal FINAL = of("illegalSubscriber");
    /** Temporary: service centres come back. */
    public static final Refusal BUSY = of("subscriberBusyForMT-SMS");

    public Refusal {
        Objects.requireNonNull(error, "error");
        Objects.requireNonNull(cause, "cause");
    }

    public static Refusal of(String error) {
        return new Refusal(error, Optional.empty());
    }

    @Override
    public String toString() {
        return error + cause.map(name -> "(" + name + ")").orElse("");
    }
}
