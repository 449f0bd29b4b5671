// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/** How long requests take, by their operation in the OpenAPI document and their status. Thread-safe. */
final class RestMetrics {

    private static final String OPERATION = "operation";
    private static final String NONE = "none";

    private final MeterRegistry registry;

    RestMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Measures every request that comes this way. */
    void measure(RoutingContext request) {
        long begun = System.nanoTime();
        request.addEndHandler(ended -> {
            String operation = request.get(OPERATION, NONE);
            Timer.builder("vmnhub.rest.requests")
                    .description("Requests of applications, from the first octet to the last of the answer")
                    .tag("operation", operation)
                    .tag("status", ended.succeeded() ? "" + request.response().getStatusCode() : "closed")
                    .register(registry)
                    .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        });
        request.next();
    }

    /** Says which operation a route is. */
    static Handler<RoutingContext> operation(String name) {
        return request -> {
            name(request, name);
            request.next();
        };
    }

    static void name(RoutingContext request, String name) {
        request.put(OPERATION, name);
    }
}
