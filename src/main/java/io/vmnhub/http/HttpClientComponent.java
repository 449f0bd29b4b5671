// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.vertx.http.VertxHttpComponent;
import org.apache.camel.component.vertx.http.VertxHttpComponentConfigurer;
import org.apache.camel.component.vertx.http.VertxHttpConfiguration;
import org.apache.camel.component.vertx.http.VertxHttpEndpoint;
import org.apache.camel.component.vertx.http.VertxHttpEndpointConfigurer;
import org.apache.camel.spi.PropertyConfigurer;

/**
 * The {@code vertx-http} component of the hub: Camel's, with bounds where Camel has none. An answer takes at most nine
 * seconds, just under the hub's own deadline, unless {@code timeout} says otherwise; a host gets up to 200 connections
 * instead of 5, and as many requests wait for one as a hub has messages in progress.
 */
public final class HttpClientComponent extends VertxHttpComponent {

    private static final long ANSWER_MILLIS = 9_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int CONNECTIONS = 200;
    private static final int MOST_WAITING = 5_000;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        VertxHttpEndpoint endpoint = (VertxHttpEndpoint) super.createEndpoint(uri, remaining, parameters);
        VertxHttpConfiguration configuration = endpoint.getConfiguration();
        if (configuration.getTimeout() <= 0) {
            configuration.setTimeout(ANSWER_MILLIS);
        }
        configuration.setConnectTimeout(Math.min(configuration.getConnectTimeout(), CONNECT_MILLIS));
        boolean proxied = configuration.getProxyHost() != null || configuration.getProxyType() != null;
        if (configuration.getWebClientOptions() == null && !proxied) { // a proxy is set by Camel's own options only
            configuration.setWebClientOptions(new WebClientOptions()
                    .setTryUseCompression(configuration.isUseCompression())
                    .setConnectTimeout(configuration.getConnectTimeout())
                    .setMaxPoolSize(CONNECTIONS)
                    .setMaxWaitQueueSize(MOST_WAITING));
        }
        return endpoint;
    }

    /** By Camel's annotation a subclass would have none, and nested options would not be found. */
    @Override
    public PropertyConfigurer getEndpointPropertyConfigurer() {
        return new VertxHttpEndpointConfigurer();
    }

    @Override
    public PropertyConfigurer getComponentPropertyConfigurer() {
        return new VertxHttpComponentConfigurer();
    }
}
