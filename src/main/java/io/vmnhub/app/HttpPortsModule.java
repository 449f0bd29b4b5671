// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vertx.core.Vertx;
import io.vmnhub.config.HubKey;
import io.vmnhub.config.HubProperties;
import io.vmnhub.http.AllowedHosts;
import io.vmnhub.http.HttpLimits;
import io.vmnhub.http.HttpPorts;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainHttpServerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all HTTP in the hub stands on: one Vert.x for servers and clients, and the limits of the ports. */
final class HttpPortsModule implements HubModule {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPortsModule.class);

    private HttpPorts ports;

    @Override
    public void join(CamelContext context, HubContext hub) {
        if (!hub.listening()) {
            return;
        }
        ports = new HttpPorts(
                hub.metrics(),
                grant(
                        hub.properties(),
                        HubKey.HTTP_HOSTS,
                        HubKey.HTTP_MAX_CONNECTIONS,
                        HubKey.HTTP_MAX_CONNECTIONS_PER_ADDRESS),
                grant(
                        hub.properties(),
                        HubKey.MANAGEMENT_HOSTS,
                        HubKey.MANAGEMENT_MAX_CONNECTIONS,
                        HubKey.MANAGEMENT_MAX_CONNECTIONS_PER_ADDRESS));
        context.getRegistry().bind("vertx", Vertx.class, ports.vertx());
        context.getRegistry().bind("httpPorts", MainHttpServerFactory.class, ports);
    }

    private static HttpPorts.Grant grant(
            HubProperties properties, HubKey hosts, HubKey connections, HubKey perAddress) {
        return new HttpPorts.Grant(
                new HttpLimits(
                        seconds(properties, HubKey.HTTP_HEAD_WITHIN_SECONDS),
                        seconds(properties, HubKey.HTTP_BODY_WITHIN_SECONDS),
                        seconds(properties, HubKey.HTTP_IDLE_SECONDS),
                        properties.number(connections),
                        properties.number(perAddress)),
                new AllowedHosts(hosts.key(), properties.text(hosts)));
    }

    private static Duration seconds(HubProperties properties, HubKey key) {
        return Duration.ofSeconds(properties.number(key));
    }

    @Override
    public void close() {
        if (ports != null) {
            try {
                ports.close();
            } catch (Exception e) {
                LOG.warn("The HTTP clients and servers did not stop cleanly: {}", e.toString());
            }
        }
    }
}
