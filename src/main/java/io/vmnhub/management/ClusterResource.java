// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vmnhub.api.rest.ProblemException;
import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Differences;
import io.vmnhub.cluster.Member;
import java.util.Optional;

/** {@code /cluster}: the nodes of the farm and how they differ. */
public final class ClusterResource implements ManagementResource {

    private final Optional<Cluster> cluster;

    /** @param cluster empty where the hub is by itself */
    public ClusterResource(Optional<Cluster> cluster) {
        this.cluster = cluster;
    }

    @Override
    public void mount(Router router) {
        router.get("/cluster").handler(this::show);
    }

    private void show(RoutingContext request) {
        Cluster farm = cluster.orElseThrow(
                () -> ProblemException.of(404, "this hub is by itself: it has no config/cluster.yaml"));
        ObjectNode shown = Pages.object()
                .put("name", farm.settings().name())
                .put("node", farm.settings().node())
                .put("expectedMembers", farm.settings().expectedMembers())
                .put("met", farm.hasMet())
                .put("leads", farm.leads());
        ArrayNode members = shown.putArray("members");
        farm.members().forEach(member -> members.add(form(member)));
        ArrayNode differences = shown.putArray("differences");
        Differences.of(farm).forEach(differences::add);
        Pages.send(request, shown);
    }

    private static ObjectNode form(Member member) {
        ObjectNode shown = Pages.object()
                .put("name", member.name())
                .put("version", member.version())
                .put("mscGlobalTitle", member.mscGlobalTitle())
                .put("state", member.state().toString());
        ArrayNode accounts = shown.putArray("accounts");
        member.accounts().stream().sorted().forEach(accounts::add);
        return shown;
    }
}
