// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.component.smppclient.SmppClientComponent;
import io.vmnhub.component.smppserver.SessionStatus;
import io.vmnhub.component.smppserver.SmppServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * How many sessions each account has, and whether partners have one. Always up: applications that are away are not the
 * hub's ill health.
 */
public final class SmppHealthCheck extends AbstractHealthCheck {

    private final SmppServer server;
    private final SmppClientComponent client;

    public SmppHealthCheck(SmppServer server, SmppClientComponent client) {
        super("vmnhub", "smpp");
        this.server = server;
        this.client = client;
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
        builder.message("ports: " + server.ports() + "; sessions: "
                + server.accounts().stream()
                        .map(account -> account + " " + bound.getOrDefault(account, 0L))
                        .collect(Collectors.joining(", ")));
        client.partners()
                .forEach((partner, isBound) -> builder.detail("partner." + partner, isBound ? "bound" : "not bound"));
        builder.up();
    }
}
