// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;

/** The time in which the SMSC must be answered, which the {@link MessageContext} of an exchange has. */
public final class AnswerBy {

    private AnswerBy() {}

    /** What is left of it, perhaps less than nothing; empty when no SMSC waits. */
    public static Optional<Duration> left(Exchange exchange) {
        return MessageContext.of(exchange).flatMap(MessageContext::timeLeft);
    }

    /** Whoever looks at {@code exchange} is to end within {@code time}, even when an SMSC waits longer. */
    public static void atMost(Exchange exchange, Duration time) {
        MessageContext.of(exchange).ifPresent(context -> context.within(time).attach(exchange));
    }

    /** No SMSC waits for this exchange any more. */
    public static void remove(Exchange exchange) {
        MessageContext.of(exchange).ifPresent(context -> context.answered().attach(exchange));
    }
}
