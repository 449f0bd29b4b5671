// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vmnhub.log.ThrottledLog;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.component.vertx.common.VertxHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Camel's HTTP server with limits: connections are counted when they are accepted, requests have to arrive in time,
 * hosts are checked. HTTP/1.1 only.
 */
public final class LimitedHttpServer extends VertxPlatformHttpServer {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedHttpServer.class);

    private final VertxPlatformHttpServerConfiguration configuration;
    private final ConnectionLimits limits;
    private final AllowedHosts hosts;
    private final boolean everyPath;
    private final ThrottledLog failures = new ThrottledLog(LOG);
    private HttpServer server;

    /**
     * @param everyPath whether hosts are checked for every path; otherwise where {@link AllowedHosts#check} is mounted
     */
    LimitedHttpServer(
            VertxPlatformHttpServerConfiguration configuration,
            ConnectionLimits limits,
            AllowedHosts hosts,
            boolean everyPath) {
        super(configuration);
        this.configuration = configuration;
        this.limits = limits;
        this.hosts = hosts;
        this.everyPath = everyPath;
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public int getPort() {
        return server == null ? configuration.getBindPort() : server.actualPort();
    }

    @Override
    protected void startServer() throws Exception {
        // clear-text HTTP/2 would begin with a request whose time cannot be watched
        HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
        if (configuration.getSslContextParameters() != null) {
            VertxHelper.setupSSLOptions(getCamelContext(), configuration.getSslContextParameters(), options);
        }
        VertxPlatformHttpRouter routes = VertxPlatformHttpRouter.lookup(
                getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(configuration.getPort()));
        Router router = Router.router(getVertx());
        router.route().handler(LimitedHttpServer::checkHostHeader);
        if (everyPath) {
            router.route().handler(this::checkHost);
        }
        router.route(configuration.getPath() + "*").subRouter(routes);
        router.route().failureHandler(this::failed); // after those of the interfaces
        server = getVertx()
                .createHttpServer(options)
                .connectionHandler(this::watch)
                .exceptionHandler(broken -> LOG.debug("An HTTP connection broke: {}", broken.getMessage()))
                .requestHandler(router);
        try {
            server.listen(configuration.getBindPort(), configuration.getBindHost())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException(
                    "the HTTP port " + configuration.getBindHost() + ":" + configuration.getBindPort()
                            + " cannot be opened: " + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    /**
     * A request of HTTP/1.1 has one Host header that can be read (RFC 9112 clause 3.2), one of HTTP/1.0 at most one.
     */
    private static void checkHostHeader(RoutingContext request) {
        int hosts = request.request().headers().getAll("Host").size();
        boolean named = hosts == 1 && request.request().authority() != null;
        if (named || hosts == 0 && request.request().version() == HttpVersion.HTTP_1_0) {
            request.next();
        } else {
            request.response()
                    .setStatusCode(400)
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .putHeader("Connection", "close")
                    .end("A request must have one Host header with a name or an address.\n");
        }
    }

    private void checkHost(RoutingContext request) {
        if (hosts.allows(request)) {
            request.next();
        } else {
            limits.metrics()
                    .refused(
                            PortMetrics.Reason.HOST,
                            request.request().remoteAddress().hostAddress());
            hosts.refuse(request);
        }
    }

    /** What no resource has an answer to; Vert.x would print a stack trace for each piece of garbage. */
    private void failed(RoutingContext request) {
        if (request.response().ended() || request.response().headWritten()) {
            request.request().connection().close();
            return;
        }
        boolean broken = request.failure() instanceof DecoderException
                || request.failure() instanceof IOException
                || request.failure() instanceof HttpClosedException
                || request.failure() instanceof NumberFormatException; // of a chunk's size
        int status = request.failure() instanceof HttpException http
                ? http.getStatusCode()
                : broken ? 400 : request.statusCode();
        if (status < 400 || status >= 500) {
            String why = String.valueOf(
                    request.failure() == null ? null : request.failure().getMessage());
            failures.warn("", why, () -> "An HTTP request for " + request.normalizedPath() + " failed: " + why);
        }
        request.response().setStatusCode(status < 400 ? 500 : status).end();
    }

    private void watch(HttpConnection connection) {
        RequestTimes.watch(((ConnectionBase) connection).channel().pipeline(), limits.limits(), limits.metrics());
    }

    @Override
    protected void stopServer() {
        if (server == null) {
            return;
        }
        getCamelContext().removeComponent(PlatformHttpConstants.PLATFORM_HTTP_COMPONENT_NAME);
        server.close().toCompletionStage().toCompletableFuture().join();
        server = null;
    }
}
