// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/** Chooses which messages are traced. A plugin of the Camel context; without one none is. Thread-safe. */
public interface MessageTracing {

    /**
     * A message comes from the network.
     *
     * @param operation the MAP operation, which the span is called after
     * @param taken by {@link System#nanoTime}
     * @return empty when this one is not traced
     */
    Optional<MessageTrace> begin(String operation, String messageId, String application, long taken);

    /**
     * A message that was put aside is delivered.
     *
     * @param traceparent the {@link MessageTrace#HEADER} that it had
     * @return empty when it was not traced
     */
    Optional<MessageTrace> resume(String name, String traceparent);

    static Optional<MessageTracing> of(CamelContext context) {
        return Optional.ofNullable(context.getCamelContextExtension().getContextPlugin(MessageTracing.class));
    }

    /** Has the exchange and its trail belong to a trace. */
    static void attach(MessageTrace trace, MessageTrail trail, Exchange exchange) {
        trail.traced(trace);
        exchange.getMessage().setHeader(MessageTrace.HEADER, trace.traceparent());
    }
}
