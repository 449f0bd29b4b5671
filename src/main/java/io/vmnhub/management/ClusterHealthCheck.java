// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.Differences;
import io.vmnhub.cluster.Member;
import java.util.List;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: whether the node has met more than half of the farm since it has started, and is not being drained. When
 * others are lost later, or differ in their files, the details say so and the node stays up: it goes on alone.
 */
public final class ClusterHealthCheck extends AbstractHealthCheck {

    private final Cluster cluster;

    public ClusterHealthCheck(Cluster cluster) {
        super("vmnhub", "cluster");
        this.cluster = cluster;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<Member> members = cluster.members();
        members.forEach(
                member -> builder.detail("node." + member.name(), member.state().toString()));
        builder.detail("members", members.size());
        builder.detail("members.expected", cluster.settings().expectedMembers());
        List<String> differences = Differences.of(cluster);
        if (!differences.isEmpty()) {
            builder.detail("differences", String.join("; ", differences));
        }
        if (!cluster.hasMet()) {
            builder.message("farm " + cluster.settings().name() + ": " + members.size() + " of "
                            + cluster.settings().expectedMembers() + " nodes are there, and "
                            + cluster.settings().majority() + " must have met before one is ready")
                    .down();
        } else if (cluster.self().state() == Member.State.DRAINING) {
            builder.message("the node is being drained").down();
        } else {
            builder.up();
        }
    }
}
