// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The time in which the SMSC must be answered, which every exchange of a dialogue carries as a property. */
public final class AnswerBy {

    private AnswerBy() {}

    /** What is left of it, perhaps less than nothing; empty when no SMSC waits. */
    public static Optional<Duration> left(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(Ss7MapConstants.ANSWER_BY, Long.class))
                .map(end -> Duration.ofNanos(end - System.nanoTime()));
    }

    /** No SMSC waits for this exchange any more. */
    public static void remove(Exchange exchange) {
        exchange.removeProperty(Ss7MapConstants.ANSWER_BY);
    }
}
