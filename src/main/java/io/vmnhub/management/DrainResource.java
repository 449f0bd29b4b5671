// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** {@code /drain}: takes the node out of traffic, and puts it back. */
public final class DrainResource implements ManagementResource {

    private final NodeDrain drain;

    public DrainResource(NodeDrain drain) {
        this.drain = drain;
    }

    @Override
    public void mount(Router router) {
        router.post("/drain").handler(this::begin);
        router.delete("/drain").handler(this::end);
    }

    /** Answers when the links have closed. */
    private void begin(RoutingContext request) {
        Context answering = request.vertx().getOrCreateContext();
        drain.begin()
                .whenComplete((drained, failure) -> answering.runOnContext(now -> {
                    if (failure == null) {
                        request.response().setStatusCode(204).end();
                    } else {
                        request.fail(failure);
                    }
                }));
    }

    private void end(RoutingContext request) {
        drain.end();
        request.response().setStatusCode(204).end();
    }
}
