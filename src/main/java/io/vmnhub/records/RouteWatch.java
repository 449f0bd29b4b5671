// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.records;

import io.vmnhub.exchange.MessageTrail;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;

/** Notes on a message's trail the routes that it enters, those inside Kamelets left out. Stateless. */
final class RouteWatch implements RoutePolicyFactory {

    private static final RoutePolicy POLICY = new RoutePolicySupport() {
        @Override
        public void onExchangeBegin(Route route, Exchange exchange) {
            MessageTrail.of(exchange).ifPresent(trail -> trail.entered(route.getRouteId()));
        }
    };

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return route instanceof RouteDefinition definition && Boolean.TRUE.equals(definition.isKamelet())
                ? null
                : POLICY;
    }
}
