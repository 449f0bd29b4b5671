// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.exchange.BlockingSteps;
import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SinkWatch;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.URISupport;

/** One sink of several, with the one producer that all messages to it share. */
final class SinkBranch extends ServiceSupport {

    private final String name;
    private final String uri;
    private final Endpoint endpoint;
    private AsyncProducer producer;
    private AsyncProcessor sink;

    /** @throws org.apache.camel.ResolveEndpointFailedException when there is no such endpoint */
    SinkBranch(CamelContext camelContext, String uri) {
        name = URISupport.sanitizeUri(uri);
        this.uri = uri;
        endpoint = camelContext.getEndpoint(uri);
        if (endpoint == null) {
            throw new IllegalArgumentException("there is no endpoint " + name);
        }
    }

    /** A copy of its own for this sink: what the sink does to headers, body, properties or flow stays there. */
    static Exchange copy(Exchange exchange) {
        return ExchangeHelper.createCorrelatedCopy(exchange, false);
    }

    /**
     * Sends {@code copy}; {@code whenEnded} gets null or the failure exactly once, on this thread or another, even from
     * a sink that throws or that calls back twice.
     */
    void send(Exchange copy, Consumer<Exception> whenEnded) {
        new Sending(copy, whenEnded).send();
    }

    /** As {@link #send(Exchange, Consumer)}; not confirmed when {@code within} has passed. */
    void send(Exchange copy, ScheduledExecutorService clock, Duration within, Consumer<Exception> whenEnded) {
        Sending sending = new Sending(copy, whenEnded);
        sending.endAfter(within, clock);
        sending.send();
    }

    /** One copy's way to the sink; it ends once. */
    private final class Sending {

        private final Exchange copy;
        private final Consumer<Exception> whenEnded;
        private final Optional<MessageTrail.Sink> noted;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Future<?> deadline;

        Sending(Exchange copy, Consumer<Exception> whenEnded) {
            this.copy = copy;
            this.whenEnded = whenEnded;
            noted = SinkWatch.begin(uri, copy);
        }

        void endAfter(Duration time, ScheduledExecutorService clock) {
            deadline = clock.schedule(
                    () -> end(new NotConfirmedException("no confirmation within " + time.toMillis() + " ms")),
                    time.toMillis(),
                    TimeUnit.MILLISECONDS);
        }

        void send() {
            try {
                sink.process(copy, doneSync -> end(failureOf(copy)));
            } catch (Exception e) {
                end(e);
            } catch (LinkageError e) { // a jar that an operator added lacks a class
                end(new NotConfirmedException(name + ": a class is missing: " + e.getMessage(), e));
            }
        }

        /** Ends it, unless it has ended; what the sink says afterwards changes nothing. */
        private void end(Exception failure) {
            if (ended.compareAndSet(false, true)) {
                Future<?> timer = deadline; // null also when it fires before it is assigned
                if (timer != null) {
                    timer.cancel(false);
                }
                noted.ifPresent(sink -> sink.ended(failure));
                whenEnded.accept(failure);
            }
        }
    }

    private Exception failureOf(Exchange copy) {
        if (copy.getException() != null) {
            return copy.getException();
        }
        return copy.isRollbackOnly() || copy.isRollbackOnlyLast()
                ? new NotConfirmedException(name + ": rolled back")
                : null;
    }

    /** The endpoint's URI with its secrets masked. */
    String name() {
        return name;
    }

    @Override
    protected void doInit() throws Exception {
        producer = endpoint.createAsyncProducer();
        sink = BlockingSteps.around(endpoint.getCamelContext(), uri, producer);
        ServiceHelper.initService(producer, sink);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(endpoint, producer, sink);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(sink, producer);
    }

    @Override
    protected void doShutdown() {
        ServiceHelper.stopAndShutdownServices(sink, producer);
    }
}
