// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.exchange;

import java.util.Optional;
import java.util.Set;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Notes on a message's trail, and counts ({@link SinkMetrics}), what each way out makes of it: every step of a route
 * that names an endpoint, except those that lead to another route of this hub and the Kamelets that are actions.
 * Stateless.
 */
public final class SinkWatch implements InterceptStrategy {

    private static final Set<String> WITHIN =
            Set.of("direct", "seda", "log", "language", "controlbus", "dataset", "validator", "bean", "class");

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode definition, Processor target, Processor next) {
        RouteDefinition route = ProcessorDefinitionHelper.getRoute(definition);
        if (route == null || Boolean.TRUE.equals(route.isKamelet())) {
            return target;
        }
        return uri(definition)
                .flatMap(SinkWatch::connector)
                .map(connector -> (Processor)
                        new Watched(AsyncProcessorConverterHelper.convert(target), connector, route.getRouteId()))
                .orElse(target);
    }

    private static Optional<String> uri(NamedNode definition) {
        if (definition instanceof KameletDefinition kamelet) {
            return Optional.of("kamelet:" + kamelet.getName());
        }
        if (definition instanceof ToDynamicDefinition dynamic) {
            return Optional.ofNullable(dynamic.getUri());
        }
        return definition instanceof EndpointRequiredDefinition endpoint
                ? Optional.ofNullable(endpoint.getEndpointUri())
                : Optional.empty();
    }

    /** What records call the endpoint of {@code uri}; empty when it does not lead out of the hub. */
    static Optional<String> connector(String uri) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        if (!scheme.equals("kamelet")) {
            return WITHIN.contains(scheme) ? Optional.empty() : Optional.of(scheme);
        }
        String name = uri.substring(colon + 1).replaceFirst("^/*", "").split("[/?]", 2)[0];
        return name.endsWith("-action") || name.equals("source") || name.equals("sink")
                ? Optional.empty()
                : Optional.of(name);
    }

    /**
     * Notes that {@code exchange} is about to be sent to {@code uri} by something that is not a step; empty when that
     * does not lead out of the hub.
     */
    public static Optional<MessageTrail.Sink> begin(String uri, Exchange exchange) {
        return connector(uri).map(connector -> {
            MessageTrail.Sink sink = trail(exchange).sent(connector).measured(SinkMetrics.begin(exchange, connector));
            sink.propagate(exchange);
            return sink;
        });
    }

    /** Where nobody reads it, one for the way out alone. */
    private static MessageTrail trail(Exchange exchange) {
        return MessageTrail.of(exchange).orElseGet(MessageTrail::new);
    }

    /** A step whose end is noted. */
    private static final class Watched extends DelegateAsyncProcessor {

        private final String connector;
        private final String route;

        Watched(AsyncProcessor step, String connector, String route) {
            super(step);
            this.connector = connector;
            this.route = route;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            MessageTrail.Sink sink =
                    trail(exchange).sent(connector, route).measured(SinkMetrics.begin(exchange, connector));
            sink.propagate(exchange);
            return super.process(exchange, doneSync -> {
                sink.ended(exchange);
                callback.done(doneSync);
            });
        }
    }
}
