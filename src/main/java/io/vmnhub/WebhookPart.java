package io.vmnhub;

import io.vmnhub.northbound.management.ManagementResource;
import io.vmnhub.northbound.webhook.Destinations;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** The receivers of webhooks, bound for {@code webhook-sink}, in the metrics, the health and the management interface. */
final class WebhookPart implements HubPart {

    @Override
    public void join(CamelContext context, Surroundings hub) {
        Path file = hub.home().folder().resolve(hub.properties().text(HubKey.WEBHOOKS_FILE));
        Destinations destinations = new Destinations(hub.metrics(), hub.listening() ? Optional.of(file) : Optional.empty());
        context.getRegistry().bind("webhookDestinations", Destinations.class, destinations);
        context.getRegistry().bind("webhookHealth", new WebhookHealthCheck(destinations));
        context.getRegistry().bind("manageWebhooks", ManagementResource.class, new WebhooksResource(destinations));
    }
}
