// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.engine.RouteService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.RouteStartupOrder;

/**
 * A route that has been taken out of its context and still runs, so that the messages in it come to their end.
 *
 * @param order its place among the routes that the context stops; empty when it had not started
 * @param status of the route when it was taken out
 * @param endpoints those that its steps send to and its own, by identity
 */
record RetiredRoute(
        RouteService service,
        RouteDefinition definition,
        List<RouteStartupOrder> order,
        ServiceStatus status,
        Set<Endpoint> endpoints) {

    String id() {
        return service.getId();
    }

    int inFlight() {
        return InFlight.in(service.getRoute());
    }
}
