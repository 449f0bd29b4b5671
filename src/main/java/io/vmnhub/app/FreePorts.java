// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.app;

import io.vmnhub.config.HubProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Ends the start when the port of an HTTP server cannot be listened on. Camel's server would only log it, with a stack
 * trace, and the hub would run without the port.
 */
final class FreePorts extends LifecycleStrategySupport {

    private final HubProperties properties;

    FreePorts(HubProperties properties) {
        this.properties = properties;
    }

    /** Called for each server before it starts. */
    @Override
    public void onServiceAdd(CamelContext context, Service service, Route route) {
        if (service instanceof VertxPlatformHttpServer server) {
            require(server.getHost(), server.getConfigurationPort());
        }
    }

    private void require(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (IOException e) {
            String key = properties
                            .get("camel.management.port")
                            .filter(String.valueOf(port)::equals)
                            .isPresent()
                    ? "camel.management."
                    : "vmnhub.http.";
            throw new PortTakenException("the HTTP port " + host + ":" + port + " cannot be opened (" + e.getMessage()
                    + "): stop what uses it, or " + "change " + key + "host or " + key + "port");
        }
    }

    /** Says the whole reason of a start that failed. */
    static final class PortTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        PortTakenException(String message) {
            super(message);
        }
    }
}
