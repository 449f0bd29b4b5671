// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.inbound;

import io.vmnhub.exchange.MessageTrail;
import io.vmnhub.exchange.SinkWatch;
import java.util.Optional;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.spi.ProducerCache;
import org.apache.camel.support.cache.DefaultProducerCache;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Sends messages to the endpoints that filters divert to, without waiting for them; as many producers are kept as Camel
 * keeps. Thread-safe.
 */
public final class Diversions implements AutoCloseable {

    private final CamelContext context;
    private final ProducerCache producers;

    public Diversions(CamelContext context) {
        this.context = context;
        producers = new DefaultProducerCache(this, context, 0);
        ServiceHelper.startService(producers);
    }

    /** As Camel's {@code to}: the outcome of the endpoint becomes that of the exchange. */
    boolean send(String uri, Exchange exchange, AsyncCallback callback) {
        Endpoint endpoint = context.getEndpoint(uri);
        Optional<MessageTrail.Sink> noted = SinkWatch.begin(uri, exchange);
        return producers.doInAsyncProducer(
                endpoint,
                exchange,
                callback,
                (producer, diverted, done) -> producer.process(diverted, doneSync -> {
                    noted.ifPresent(sink -> sink.ended(diverted));
                    done.done(doneSync);
                }));
    }

    @Override
    public void close() {
        ServiceHelper.stopService(producers);
    }
}
