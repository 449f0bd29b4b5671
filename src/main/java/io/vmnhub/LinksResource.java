package io.vmnhub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.northbound.management.ManagementResource;
import io.vmnhub.northbound.management.Pages;
import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.Ss7Status;

/** {@code /links}: the associations and application servers with their states. */
final class LinksResource implements ManagementResource {

    private final Ss7Stack stack;

    LinksResource(Ss7Stack stack) {
        this.stack = stack;
    }

    @Override
    public void mount(Router router) {
        router.get("/links").handler(this::show);
    }

    private void show(RoutingContext request) {
        Ss7Status status = stack.status();
        ObjectNode links = Pages.object().put("ready", status.ready()).put("openDialogues", status.openDialogues())
                .put("maxDialogues", status.maxDialogues());
        ArrayNode associations = links.putArray("associations");
        status.associations().forEach(one -> associations.addObject().put("name", one.name()).put("connected", one.connected())
                .put("locked", one.locked()));
        ArrayNode servers = links.putArray("applicationServers");
        status.applicationServers().forEach(one -> {
            ObjectNode server = servers.addObject().put("name", one.name()).put("state", one.state());
            ArrayNode processes = server.putArray("processes");
            one.processes().forEach(process -> processes.addObject().put("association", process.association()).put("state", process.state()));
            ArrayNode destinations = server.putArray("destinations");
            one.destinations().forEach(destination -> {
                ArrayNode over = destinations.addObject().put("pointCode", destination.pointCode())
                        .put("reachable", destination.reachable()).putArray("associations");
                destination.associations().forEach(over::add);
            });
        });
        Pages.send(request, links);
    }
}
