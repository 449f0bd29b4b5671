// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.check;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.UriEndpoint;

/** Uses of endpoints that Camel would find wrong only when the route starts, or with the first message. */
final class EndpointUses {

    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):.*", Pattern.DOTALL);

    private EndpointUses() {}

    /** @throws IllegalArgumentException when no route can begin with the endpoint */
    static void beginsRoute(Endpoint endpoint) {
        UriEndpoint kind = endpoint.getClass().getAnnotation(UriEndpoint.class);
        if (kind != null && kind.producerOnly()) {
            throw new IllegalArgumentException("no route can begin with " + kind.scheme() + ": it only takes messages");
        }
    }

    /** @throws IllegalArgumentException when the step sends to an endpoint that takes no messages, or that cannot be */
    static void takesMessages(CamelContext context, ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition dynamic) {
            Matcher scheme = SCHEME.matcher(String.valueOf(dynamic.getUri()));
            if (scheme.matches() && context.getComponent(scheme.group(1)) == null) {
                throw new NoSuchEndpointException(scheme.group(1) + ":");
            }
        } else if (step instanceof ToDefinition to && to.getUri() != null) {
            Endpoint endpoint = context.getEndpoint(context.resolvePropertyPlaceholders(to.getUri()));
            UriEndpoint kind = endpoint.getClass().getAnnotation(UriEndpoint.class);
            if (kind != null && kind.consumerOnly()) {
                throw new IllegalArgumentException(
                        kind.scheme() + " takes no messages: a route can only begin with it");
            }
        }
    }
}
