// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.reload;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.RoutesHealthCheckRepository;

/** Has Camel's health checks forget routes that have ended: by themselves they hold every route that there ever was. */
final class RouteHealth {

    private RouteHealth() {}

    static void forget(CamelContext context) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null) {
            return;
        }
        Optional<HealthCheckRepository> routes = registry.getRepository("routes");
        Optional<HealthCheckRepository> consumers = registry.getRepository("consumers");
        routes.ifPresent(former -> replace(context, registry, former, new RoutesHealthCheckRepository()));
        consumers.ifPresent(former -> replace(context, registry, former, new ConsumersHealthCheckRepository()));
    }

    private static void replace(
            CamelContext context,
            HealthCheckRegistry registry,
            HealthCheckRepository former,
            HealthCheckRepository next) {
        ((CamelContextAware) next).setCamelContext(context);
        next.setEnabled(former.isEnabled());
        registry.unregister(former);
        registry.register(next);
    }
}
