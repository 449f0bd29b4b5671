package io.vmnhub;

import io.vmnhub.ss7.Ss7Stack;
import io.vmnhub.ss7.Ss7Status;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** Readiness: whether an application server is active; with the state of every association, server and process as details. */
final class SignallingHealthCheck extends AbstractHealthCheck {

    private final Ss7Stack stack;

    SignallingHealthCheck(Ss7Stack stack) {
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
        status.associations().forEach(association ->
                builder.detail("association." + association.name(), association.connected() ? "UP" : "DOWN"));
        status.applicationServers().forEach(server -> {
            builder.detail("as." + server.name(), server.state());
            server.processes().forEach(process -> builder.detail("asp." + server.name() + "." + process.association(), process.state()));
        });
        builder.detail("dialogues.open", status.openDialogues());
        builder.detail("dialogues.limit", status.maxDialogues());
        builder.message(summary(status));
        builder.state(status.ready() ? State.UP : State.DOWN);
    }

    /** All of it in one line, because the health endpoint shows details only with {@code ?data=true}. */
    private static String summary(Ss7Status status) {
        String associations = status.associations().stream()
                .map(association -> association.name() + " " + (association.connected() ? "UP" : "DOWN")).collect(Collectors.joining(", "));
        String servers = status.applicationServers().stream()
                .map(server -> server.name() + " " + server.state() + " (" + server.processes().stream()
                        .map(process -> "over " + process.association() + " " + process.state()).collect(Collectors.joining(", ")) + ")")
                .collect(Collectors.joining(", "));
        return (status.ready() ? "" : "no application server is active; ") + "associations: " + associations
                + "; application servers: " + servers;
    }
}
