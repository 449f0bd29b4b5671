// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vmnhub.http.DestinationState;
import io.vmnhub.http.Destinations;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/**
 * Names the receivers of webhooks that get nothing because their circuit is open or they are disabled. Always up: one
 * application that is down is no reason to take the hub out of service.
 */
public final class WebhookHealthCheck extends AbstractHealthCheck {

    private static final String CLOSED = "closed";

    private final Destinations destinations;

    public WebhookHealthCheck(Destinations destinations) {
        super("vmnhub", "webhooks");
        this.destinations = destinations;
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<DestinationState> troubled = destinations.list().stream()
                .filter(one -> !one.circuit().equals(CLOSED))
                .toList();
        troubled.forEach(one -> builder.detail("webhook." + one.id(), authority(one) + " " + one.circuit()));
        if (!troubled.isEmpty()) {
            builder.message(troubled.stream()
                    .map(one -> authority(one) + " is " + one.circuit())
                    .collect(Collectors.joining("; ")));
        }
        builder.up();
    }

    /** Health is shown to everybody, and a path may be a secret. */
    private static String authority(DestinationState receiver) {
        return URI.create(receiver.url()).getAuthority();
    }
}
