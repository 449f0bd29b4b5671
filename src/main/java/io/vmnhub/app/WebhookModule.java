// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vmnhub.cluster.Cluster;
import io.vmnhub.cluster.SharedMap;
import io.vmnhub.config.HubKey;
import io.vmnhub.http.Destinations;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.WebhookHealthCheck;
import io.vmnhub.management.WebhooksResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The receivers of webhooks, bound for {@code webhook-sink}, in the metrics, the health and the management interface.
 */
final class WebhookModule implements HubModule {

    private static final byte[] OPEN = {1};
    private static final int MOST_SHARED = 10_000;
    private static final Duration SHARED_FOR = Duration.ofMinutes(5);

    @Override
    public void join(CamelContext context, HubContext hub) {
        Path file = hub.home().folder().resolve(hub.properties().text(HubKey.WEBHOOKS_FILE));
        Destinations destinations =
                new Destinations(hub.metrics(), hub.listening() ? Optional.of(file) : Optional.empty());
        context.getRegistry().bind("webhookDestinations", Destinations.class, destinations);
        Cluster cluster = context.getRegistry().findSingleByType(Cluster.class);
        if (cluster != null) {
            share(destinations, cluster.map("webhook-circuits", MOST_SHARED));
        }
        context.getRegistry().bind("webhookHealth", new WebhookHealthCheck(destinations));
        context.getRegistry().bind("manageWebhooks", ManagementResource.class, new WebhooksResource(destinations));
    }

    /** A receiver that does not work for one node is tried by the others before they send it more. */
    private static void share(Destinations destinations, SharedMap circuits) {
        circuits.watch((key, value) -> {
            if (value != null) {
                destinations.suspect(new String(key, UTF_8));
            }
        });
        destinations.whenOpened(id -> circuits.put(id.getBytes(UTF_8), OPEN, SHARED_FOR));
    }
}
