// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.fanout;

import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.NotConfirmedException;
import io.vmnhub.exchange.SinkWatch;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.URISupport;

/** One sink of a fan-out, with the one producer that all messages to it share. */
final class FanOutBranch extends ServiceSupport {

    private final String name;
    private final String uri;
    private final Endpoint endpoint;
    private AsyncProducer producer;

    /** @throws org.apache.camel.ResolveEndpointFailedException when there is no such endpoint */
    FanOutBranch(CamelContext camelContext, String uri) {
        name = URISupport.sanitizeUri(uri);
        this.uri = uri;
        endpoint = camelContext.getEndpoint(uri);
        if (endpoint == null) {
            throw new IllegalArgumentException("fan-out: there is no endpoint " + name);
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
        AtomicBoolean ended = new AtomicBoolean();
        Optional<MessageTrail.Sink> noted = SinkWatch.begin(uri, copy);
        Consumer<Exception> once = failure -> {
            if (ended.compareAndSet(false, true)) {
                noted.ifPresent(sink -> sink.ended(failure));
                whenEnded.accept(failure);
            }
        };
        try {
            producer.process(copy, doneSync -> once.accept(failureOf(copy)));
        } catch (Exception e) {
            once.accept(e);
        } catch (LinkageError e) {
            once.accept(new NotConfirmedException(
                    name + ": a class is missing: " + e.getMessage(), e)); // a jar that an operator added lacks a class
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
        ServiceHelper.initService(producer);
    }

    @Override
    protected void doStart() {
        ServiceHelper.startService(endpoint, producer);
    }

    @Override
    protected void doStop() {
        ServiceHelper.stopService(producer);
    }

    @Override
    protected void doShutdown() {
        ServiceHelper.stopAndShutdownService(producer);
    }
}
