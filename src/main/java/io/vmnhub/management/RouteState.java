// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import java.util.Optional;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;

/** The state of a route. Stateless. */
public final class RouteState {

    private RouteState() {}

    /** What the route's controller says; a route that has just been replaced has no state any more, and is stopped. */
    public static ServiceStatus of(Route route) {
        return Optional.ofNullable(route.getCamelContext().getRouteController().getRouteStatus(route.getRouteId()))
                .orElse(ServiceStatus.Stopped);
    }
}
