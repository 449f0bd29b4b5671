// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.component.smppserver.SessionStatus;
import io.vmnhub.component.smppserver.SmppServer;
import io.vmnhub.component.smppserver.SmppServerComponent;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** {@code /smpp/sessions}: who is bound, the longest first, and how an operator ends a session. */
public final class SmppSessionsResource implements ManagementResource {

    private final SmppServerComponent component;

    public SmppSessionsResource(SmppServerComponent component) {
        this.component = component;
    }

    @Override
    public void mount(Router router) {
        router.get("/smpp/sessions").handler(this::list);
        router.delete("/smpp/sessions/:id").handler(this::disconnect);
    }

    private void list(RoutingContext request) {
        SmppServer server = component.getServer();
        List<SessionStatus> sessions = server.sessions().stream()
                .sorted(Comparator.comparing(SessionStatus::since).thenComparing(SessionStatus::id))
                .toList();
        Pages.send(request, sessions, SmppSessionsResource::form);
    }

    private static ObjectNode form(SessionStatus session) {
        return Pages.object()
                .put("id", session.id())
                .put("account", session.account())
                .put("address", session.address())
                .put("tls", session.tls())
                .put("bindType", session.bindType().name().toLowerCase(Locale.ROOT))
                .put("version", session.version().toString())
                .put("since", session.since().toString())
                .put("inWindow", session.inWindow());
    }

    /** The server unbinds on threads of its own: nothing waits here. */
    private void disconnect(RoutingContext request) {
        String id = request.pathParam("id");
        if (!component.getServer().disconnect(id)) {
            throw ProblemException.of(404, "there is no such session; it may have ended");
        }
        request.response().setStatusCode(204).end();
    }
}
