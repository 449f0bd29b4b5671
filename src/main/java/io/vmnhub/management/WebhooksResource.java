// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.http.DestinationState;
import io.vmnhub.http.Destinations;

/**
 * {@code /webhooks}: the receivers with the state of their circuits; {@code POST /webhooks/{id}/enable} has messages
 * sent to one again.
 */
public final class WebhooksResource implements ManagementResource {

    private static final int NO_CONTENT = 204;

    private final Destinations destinations;

    public WebhooksResource(Destinations destinations) {
        this.destinations = destinations;
    }

    @Override
    public void mount(Router router) {
        router.get("/webhooks").handler(request -> Pages.send(request, destinations.list(), WebhooksResource::form));
        router.post("/webhooks/:id/enable").handler(this::enable);
    }

    private void enable(RoutingContext request) {
        String id = request.pathParam("id");
        ManagementApi.onWorker(request, true, () -> destinations.enable(id), found -> {
            if (found) {
                request.response().setStatusCode(NO_CONTENT).end();
            } else {
                request.fail(ProblemException.of(404, "there is no webhook " + id));
            }
        });
    }

    private static ObjectNode form(DestinationState webhook) {
        return Pages.object()
                .put("id", webhook.id())
                .put("url", webhook.url())
                .put("circuit", webhook.circuit())
                .put(
                        "disabledSince",
                        webhook.disabledSince().map(Object::toString).orElse(null))
                .put("inFlight", webhook.inFlight());
    }
}
