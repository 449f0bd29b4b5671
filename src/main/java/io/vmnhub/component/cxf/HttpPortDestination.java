// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.component.cxf;

import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vmnhub.http.HttpPorts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Logger;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.cxf.Bus;
import org.apache.cxf.common.logging.LogUtils;
import org.apache.cxf.message.Exchange;
import org.apache.cxf.message.Message;
import org.apache.cxf.service.model.EndpointInfo;
import org.apache.cxf.transport.AbstractDestination;
import org.apache.cxf.transport.Conduit;

/**
 * A service's place on the hub's HTTP port: SOAP by POST, its WSDL by {@code GET …?wsdl}. CXF reads and writes in a few
 * threads of the component; while the route works no thread waits.
 */
final class HttpPortDestination extends AbstractDestination {

    private static final Logger LOG = LogUtils.getL7dLogger(HttpPortDestination.class);
    private static final int LONGEST_REQUEST = 1_048_576;

    private final CamelContext context;
    private final Executor workers;
    private final List<Route> routes = new ArrayList<>();

    HttpPortDestination(CamelContext context, Bus bus, EndpointInfo endpoint, Executor workers) {
        super(bus, getTargetReference(endpoint, bus), endpoint);
        this.context = context;
        this.workers = workers;
    }

    @Override
    protected void activate() {
        VertxPlatformHttpServerConfiguration port =
                context.getRegistry().findSingleByType(VertxPlatformHttpServerConfiguration.class);
        Router router = VertxPlatformHttpRouter.lookup(
                context, VertxPlatformHttpRouter.getRouterNameFromPort(port.getBindPort()));
        HttpPorts ports = context.getRegistry().findSingleByType(HttpPorts.class);
        String path = getEndpointInfo().getAddress();
        routes.add(router.get(path)
                .handler(ports.applicationHosts()::check)
                .handler(request -> take(request, new byte[0])));
        routes.add(router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_REQUEST))
                .handler(request -> take(
                        request,
                        request.body().buffer() == null
                                ? new byte[0]
                                : request.body().buffer().getBytes())));
    }

    @Override
    protected void deactivate() {
        routes.forEach(Route::remove);
        routes.clear();
    }

    private void take(RoutingContext request, byte[] body) {
        new SoapRequest(request, workers, getMessageObserver()).begin(this, body);
    }

    @Override
    protected Conduit getInbuiltBackChannel(Message request) {
        return new BackChannel(request.getExchange());
    }

    @Override
    protected Logger getLogger() {
        return LOG;
    }

    /** The way of one answer: collected, then handed to HTTP as a whole. */
    private final class BackChannel extends AbstractBackChannelConduit {

        private final Exchange exchange;

        BackChannel(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void prepare(Message message) {
            exchange.get(SoapRequest.class).prepare(message);
        }
    }
}
