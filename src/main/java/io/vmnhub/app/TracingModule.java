// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.exchange.MessageTracing;
import io.vmnhub.tracing.OpenTelemetryTracing;
import org.apache.camel.CamelContext;

/**
 * Traces of messages, when a collector is configured: a plugin of the context, which is not there otherwise. Without
 * one no class of OpenTelemetry is loaded either.
 */
final class TracingModule implements HubModule {

    private OpenTelemetryTracing tracing;

    @Override
    public void join(CamelContext context, HubContext hub) {
        HubProperties properties = hub.properties();
        String endpoint = properties.text(HubKey.TRACING_ENDPOINT).trim();
        if (endpoint.isEmpty()) {
            return;
        }
        if (!endpoint.matches("https?://[^\\s/]+(/\\S*)?")) {
            throw new IllegalArgumentException(HubKey.TRACING_ENDPOINT.key()
                    + " must be a collector's address for traces, such as http://127.0.0.1:4318/v1/traces");
        }
        if (!hub.listening()) {
            return;
        }
        tracing = OpenTelemetryTracing.otlp(
                endpoint,
                properties.family(HubKey.TRACING_HEADERS),
                hub.metrics(),
                properties.text(HubKey.TRACING_SERVICE).trim(),
                properties.number(HubKey.TRACING_ONE_IN));
        context.getCamelContextExtension().addContextPlugin(MessageTracing.class, tracing);
    }

    @Override
    public void close() {
        if (tracing != null) {
            tracing.close();
        }
    }
}
