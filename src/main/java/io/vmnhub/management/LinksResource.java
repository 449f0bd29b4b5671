// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Context;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.sms.UtcTime;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Status;
import java.util.List;

/**
 * {@code /links}: the associations and application servers with their states and what has changed of late, and how an
 * operator takes an association out of service and puts it back.
 */
public final class LinksResource implements ManagementResource {

    private static final String ASSOCIATION = "/links/associations/:name";

    private final Ss7Stack stack;
    private final LinkHistory history;

    public LinksResource(Ss7Stack stack, LinkHistory history) {
        this.stack = stack;
        this.history = history;
    }

    @Override
    public void mount(Router router) {
        router.get("/links").handler(this::show);
        router.get("/links/changes").handler(this::changes);
        router.post(ASSOCIATION + "/lock").handler(this::lock);
        router.post(ASSOCIATION + "/unlock").handler(this::unlock);
    }

    private void changes(RoutingContext request) {
        String name = request.queryParams().get("name");
        List<LinkHistory.Change> wanted = history.changes().stream()
                .filter(change -> name == null || change.name().equals(name))
                .toList();
        Pages.send(
                request,
                wanted,
                change -> Pages.object()
                        .put("at", UtcTime.of(change.at()))
                        .put("what", change.what())
                        .put("name", change.name())
                        .put("state", change.state())
                        .put("cause", change.cause()));
    }

    /** Answers when the association has closed: the stack waits for what is under way on threads of its own. */
    private void lock(RoutingContext request) {
        Context answering = request.vertx().getOrCreateContext();
        String drain = request.queryParam("drain").stream().findFirst().orElse("true");
        if (!drain.matches("true|false")) {
            throw ProblemException.invalid("drain", "drain must be true or false");
        }
        stack.lock(association(request), drain.equals("true"))
                .whenComplete((closed, failure) -> answering.runOnContext(now -> {
                    if (failure == null) {
                        request.response().setStatusCode(204).end();
                    } else {
                        request.fail(failure);
                    }
                }));
    }

    private void unlock(RoutingContext request) {
        stack.unlock(association(request));
        request.response().setStatusCode(204).end();
    }

    private String association(RoutingContext request) {
        String name = request.pathParam("name");
        if (stack.status().associations().stream()
                .noneMatch(association -> association.name().equals(name))) {
            throw ProblemException.of(404, "there is no such association");
        }
        return name;
    }

    private void show(RoutingContext request) {
        Pages.send(request, form(stack.status()));
    }

    public static ObjectNode form(Ss7Status status) {
        ObjectNode links = Pages.object()
                .put("ready", status.ready())
                .put("openDialogues", status.openDialogues())
                .put("maxDialogues", status.maxDialogues());
        ArrayNode associations = links.putArray("associations");
        status.associations()
                .forEach(one -> associations
                        .addObject()
                        .put("name", one.name())
                        .put("connected", one.connected())
                        .put("locked", one.locked()));
        ArrayNode servers = links.putArray("applicationServers");
        status.applicationServers().forEach(one -> {
            ObjectNode server = servers.addObject().put("name", one.name()).put("state", one.state());
            ArrayNode processes = server.putArray("processes");
            one.processes()
                    .forEach(process -> processes
                            .addObject()
                            .put("association", process.association())
                            .put("state", process.state()));
            ArrayNode destinations = server.putArray("destinations");
            one.destinations().forEach(destination -> {
                ArrayNode over = destinations
                        .addObject()
                        .put("pointCode", destination.pointCode())
                        .put("reachable", destination.reachable())
                        .putArray("associations");
                destination.associations().forEach(over::add);
            });
        });
        return links;
    }
}
