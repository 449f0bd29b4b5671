// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Counts the exchanges in one version of a route: Camel counts by the route's id, which all its versions share.
 * Thread-safe.
 */
final class InFlight extends RoutePolicySupport {

    private final AtomicInteger exchanges = new AtomicInteger();

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        exchanges.incrementAndGet();
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        exchanges.decrementAndGet();
    }

    /** How many there are; 0 for a route that is not counted. */
    static int in(Route route) {
        return route.getRoutePolicyList() == null
                ? 0
                : route.getRoutePolicyList().stream()
                        .filter(InFlight.class::isInstance)
                        .mapToInt(policy -> ((InFlight) policy).exchanges.get())
                        .sum();
    }

    /** Uses of Kamelets are not counted: the routes that use them are. */
    static final class Factory implements RoutePolicyFactory {
        @Override
        public RoutePolicy createRoutePolicy(CamelContext context, String id, NamedNode definition) {
            return definition instanceof RouteDefinition route && Boolean.TRUE.equals(route.isKamelet())
                    ? null
                    : new InFlight();
        }
    }
}
