// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.api.Ss7Status;
import io.vmnhub.ss7.api.Ss7Status.DestinationStatus;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Readiness: whether messages can be received and answered; every association, server, process and point code is a
 * detail.
 */
public final class SignallingHealthCheck extends AbstractHealthCheck {

    private final Ss7Stack stack;

    public SignallingHealthCheck(Ss7Stack stack) {
        super("vmnhub", "signalling");
        this.stack = stack;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Ss7Status status = stack.status();
        status.associations()
                .forEach(association -> builder.detail("association." + association.name(), association.state()));
        status.applicationServers().forEach(server -> {
            builder.detail("as." + server.name(), server.state());
            server.processes()
                    .forEach(process ->
                            builder.detail("asp." + server.name() + "." + process.association(), process.state()));
            server.destinations()
                    .forEach(destination -> builder.detail(
                            "pc." + server.name() + "." + destination.pointCode(), reached(destination)));
        });
        builder.detail("dialogues.open", status.openDialogues());
        builder.detail("dialogues.limit", status.maxDialogues());
        builder.message(summary(status));
        builder.state(status.ready() ? State.UP : State.DOWN);
    }

    /** All of it in one line, because the health endpoint shows details only with {@code ?data=true}. */
    private static String summary(Ss7Status status) {
        String associations = status.associations().stream()
                .map(association -> association.name() + " " + association.state())
                .collect(Collectors.joining(", "));
        String servers = status.applicationServers().stream()
                .map(server -> server.name() + " " + server.state() + " ("
                        + server.processes().stream()
                                .map(process -> "over " + process.association() + " " + process.state())
                                .collect(Collectors.joining(", "))
                        + server.destinations().stream()
                                .map(destination ->
                                        ", point code " + destination.pointCode() + " " + reached(destination))
                                .collect(Collectors.joining())
                        + ")")
                .collect(Collectors.joining(", "));
        return (status.ready() ? "" : "no application server is active with a point code that can be reached; ")
                + "associations: " + associations + "; application servers: " + servers;
    }

    private static String reached(DestinationStatus destination) {
        return destination.associations().isEmpty()
                ? "UNREACHABLE"
                : "over " + String.join(" and ", destination.associations());
    }
}
