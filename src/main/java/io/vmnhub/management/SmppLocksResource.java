// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.component.smppserver.BindLock;
import io.vmnhub.component.smppserver.SmppServerComponent;
import java.util.Locale;

/** {@code /smpp/locks}: what wrong binds have locked out or slowed down, and how an operator lifts it. */
public final class SmppLocksResource implements ManagementResource {

    private final SmppServerComponent component;

    public SmppLocksResource(SmppServerComponent component) {
        this.component = component;
    }

    @Override
    public void mount(Router router) {
        router.get("/smpp/locks").handler(this::list);
        router.delete("/smpp/locks/:name").handler(this::lift);
    }

    private void list(RoutingContext request) {
        Pages.send(request, component.getServer().locks(), SmppLocksResource::form);
    }

    private static ObjectNode form(BindLock lock) {
        return Pages.object()
                .put("kind", lock.kind().name().toLowerCase(Locale.ROOT))
                .put("name", lock.name())
                .put("wrongBinds", lock.wrongBinds())
                .put("until", lock.until().toString());
    }

    private void lift(RoutingContext request) {
        if (!component.getServer().liftLock(request.pathParam("name"))) {
            throw ProblemException.of(404, "no wrong binds of this address or account are remembered");
        }
        request.response().setStatusCode(204).end();
    }
}
