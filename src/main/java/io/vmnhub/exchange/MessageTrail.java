// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;

/**
 * What is noted of a message while it goes through routes: the verdict on it, the routes themselves, and what each way
 * out made of it. It travels as a property of the exchange, which copies share. Bounded; safe to share between threads.
 */
public final class MessageTrail {

    private static final String PROPERTY = "VmnHubMessageTrail";
    private static final int MOST_ROUTES = 16;
    private static final int MOST_SINKS = 32;
    private static final Throwable ROLLED_BACK = new NotConfirmedException("rolled back");

    private final List<String> routes = new ArrayList<>(4);
    private final List<Sink> sinks = new ArrayList<>(2);
    private ScreeningNote screening;
    private boolean refused;
    private MessageOutcome disposition;
    private MessageTrace trace;

    /** A message's way out that has begun. */
    public final class Sink {

        private final String connector;
        private final String route;
        private final long begun = System.nanoTime();
        private long ended;
        private Throwable failure;
        private Optional<SinkMetrics.Running> measure = Optional.empty();
        private MessageTrace.Step step;

        private Sink(String connector, String route) {
            this.connector = connector;
            this.route = route;
        }

        Sink measured(Optional<SinkMetrics.Running> by) {
            measure = by;
            return this;
        }

        /** Notes what {@code exchange} brings back from it. */
        public void ended(Exchange exchange) {
            boolean rolledBack = exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
            ended(exchange.getException() == null && rolledBack ? ROLLED_BACK : exchange.getException());
        }

        /** @param cause null when it was confirmed */
        public void ended(Throwable cause) {
            Optional<SinkMetrics.Running> measured;
            synchronized (MessageTrail.this) {
                failure = cause;
                ended = Math.max(1, System.nanoTime() - begun);
                measured = measure;
                measure = Optional.empty();
            }
            measured.ifPresent(running -> running.ended(cause));
            if (step != null) {
                step.ended(cause);
            }
        }

        /** Has what is sent belong to the message's trace, when it has one. */
        void propagate(Exchange exchange) {
            if (step != null) {
                exchange.getMessage().setHeader(MessageTrace.HEADER, step.traceparent());
            }
        }

        private SinkOutcome outcome() {
            long took = TimeUnit.NANOSECONDS.toMillis(ended == 0 ? System.nanoTime() - begun : ended);
            if (ended == 0) {
                return new SinkOutcome(connector, route, SinkOutcome.PENDING, took, null);
            }
            return failure == null
                    ? new SinkOutcome(connector, route, SinkOutcome.OK, took, null)
                    : new SinkOutcome(
                            connector, route, SinkOutcome.ERROR, took, NotConfirmedException.describe(failure));
        }
    }

    /** Gives {@code exchange} a trail of its own. */
    public static MessageTrail begin(Exchange exchange) {
        MessageTrail trail = new MessageTrail();
        exchange.setProperty(PROPERTY, trail);
        return trail;
    }

    /** The trail of {@code exchange}; empty when nobody keeps one. */
    public static Optional<MessageTrail> of(Exchange exchange) {
        return Optional.ofNullable((MessageTrail) exchange.getProperty(PROPERTY));
    }

    /**
     * Notes a verdict; one with a rule takes the place of one before.
     *
     * @param refuses whether the message goes no further
     */
    public synchronized void screened(ScreeningNote verdict, boolean refuses) {
        if (screening == null || verdict.rule() != null) {
            screening = verdict;
        }
        refused |= refuses;
    }

    /** Notes that the message has entered a route. */
    public synchronized void entered(String route) {
        if (routes.size() < MOST_ROUTES) {
            routes.add(route);
        }
    }

    /** Notes that a way out has got the message, in the route entered last. */
    public synchronized Sink sent(String connector) {
        return sent(connector, routes.isEmpty() ? null : routes.get(routes.size() - 1));
    }

    /** Notes that a way out has got the message. */
    public synchronized Sink sent(String connector, String route) {
        Sink sink = new Sink(connector, route);
        if (trace != null) {
            sink.step = trace.sent(connector, route);
        }
        if (sinks.size() < MOST_SINKS) {
            sinks.add(sink);
        }
        return sink;
    }

    /** Has the ways out from now on belong to a trace. */
    synchronized void traced(MessageTrace by) {
        trace = by;
    }

    /**
     * The message has its answer, or its attempt has ended: that is the end of its trace, when it has one.
     *
     * @param outcome one word
     */
    public void traceEnded(String outcome, boolean confirmed) {
        MessageTrace ended;
        synchronized (this) {
            ended = trace;
        }
        if (ended != null) {
            ended.ended(outcome, confirmed);
        }
    }

    /** Notes what an acknowledgement means where it does not mean that a way out has confirmed. */
    public synchronized void disposed(MessageOutcome outcome) {
        disposition = outcome;
    }

    /** What an acknowledgement means. */
    public synchronized MessageOutcome acknowledged() {
        if (disposition != null) {
            return disposition;
        }
        for (Sink sink : sinks) {
            if (sink.ended != 0 && sink.failure == null) {
                return MessageOutcome.DELIVERED;
            }
        }
        return MessageOutcome.DISCARDED;
    }

    /** Whether screening lets the message go no further. */
    public synchronized boolean isRefused() {
        return refused;
    }

    public synchronized Optional<ScreeningNote> screening() {
        return Optional.ofNullable(screening);
    }

    /** The routes entered so far, in their order. */
    public synchronized List<String> routes() {
        return List.copyOf(routes);
    }

    /** The ways out so far, in their order. */
    public synchronized List<SinkOutcome> sinks() {
        return sinks.isEmpty() ? List.of() : sinks.stream().map(Sink::outcome).toList();
    }
}
