package io.vmnhub;

import io.vmnhub.component.smppserver.SessionStatus;
import io.vmnhub.component.smppserver.SmppServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** How many sessions each account has. Always up: applications that are away are not the hub's ill health. */
final class SmppHealthCheck extends AbstractHealthCheck {

    private final SmppServer server;

    SmppHealthCheck(SmppServer server) {
        super("vmnhub", "smpp");
        this.server = server;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Map<String, Long> bound = server.sessions().stream()
                .collect(Collectors.groupingBy(SessionStatus::account, TreeMap::new, Collectors.counting()));
        server.accounts().forEach(account -> builder.detail("sessions." + account, bound.getOrDefault(account, 0L)));
        builder.message("ports: " + server.ports() + "; sessions: " + server.accounts().stream()
                .map(account -> account + " " + bound.getOrDefault(account, 0L)).collect(Collectors.joining(", ")));
        builder.up();
    }
}
