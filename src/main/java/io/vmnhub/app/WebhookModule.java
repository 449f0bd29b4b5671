// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubKey;
import io.vmnhub.http.Destinations;
import io.vmnhub.management.ManagementResource;
import io.vmnhub.management.WebhookHealthCheck;
import io.vmnhub.management.WebhooksResource;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * The receivers of webhooks, bound for {@code webhook-sink}, in the metrics, the health and the management interface.
 */
final class WebhookModule implements HubModule {

    @Override
    public void join(CamelContext context, HubContext hub) {
        Path file = hub.home().folder().resolve(hub.properties().text(HubKey.WEBHOOKS_FILE));
        Destinations destinations =
                new Destinations(hub.metrics(), hub.listening() ? Optional.of(file) : Optional.empty());
        context.getRegistry().bind("webhookDestinations", Destinations.class, destinations);
        context.getRegistry().bind("webhookHealth", new WebhookHealthCheck(destinations));
        context.getRegistry().bind("manageWebhooks", ManagementResource.class, new WebhooksResource(destinations));
    }
}
