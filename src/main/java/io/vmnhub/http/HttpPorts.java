// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxBuilder;
import io.vmnhub.log.ThrottledLog;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Service;
import org.apache.camel.component.platform.http.main.DefaultMainHttpServerFactory;
import org.apache.camel.component.platform.http.main.ManagementHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.HttpManagementServerConfigurationProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the HTTP servers of a hub, and the Vert.x that they and the HTTP clients share: as many event loops as
 * processors, and workers that end when there is nothing to do. Bound in Camel's registry it makes the management
 * server too.
 */
public final class HttpPorts extends DefaultMainHttpServerFactory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpPorts.class);
    private static final int LEAST_WORKERS = 8;
    private static final long IDLE_SECONDS = 10;
    private static final long CLOSE_SECONDS = 10;

    private final ThrottledLog failures = new ThrottledLog(LOG);
    private final MeterRegistry registry;
    private final Grant application;
    private final Grant management;
    private final DescriptorReserve descriptors = new DescriptorReserve();
    private final LimitedTransport transport = new LimitedTransport(descriptors);
    private final Vertx vertx;

    /** What a port grants, and to whom. */
    public record Grant(HttpLimits limits, AllowedHosts hosts) {}

    public HttpPorts(MeterRegistry registry, Grant application, Grant management) {
        this.registry = registry;
        this.application = application;
        this.management = management;
        int processors = Runtime.getRuntime().availableProcessors();
        VertxOptions options = new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, processors))
                .setWorkerPoolSize(Math.max(LEAST_WORKERS, 2 * processors))
                .setInternalBlockingPoolSize(Math.max(2, processors));
        vertx = new VertxBuilder(options)
                .init()
                .findTransport(transport)
                .executorServiceFactory(HttpPorts::workers)
                .vertx();
        vertx.exceptionHandler(this::unhandled);
    }

    /**
     * What no handler takes: peers' garbage above all, of which the call on the connection tells. Vert.x would print a
     * stack trace for each.
     */
    private void unhandled(Throwable failure) {
        if (failure instanceof DecoderException || failure instanceof IOException) {
            LOG.debug("An HTTP connection broke: {}", failure.getMessage());
        } else {
            failures.warn(
                    "", failure.toString(), () -> "A task of the HTTP connections failed: " + failure.getMessage());
            LOG.debug("A task of the HTTP connections failed", failure);
        }
    }

    /** Unlike Vert.x' own their threads end. */
    private static ExecutorService workers(ThreadFactory threads, Integer size, Integer most) {
        ThreadPoolExecutor workers = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        workers.allowCoreThreadTimeOut(true);
        return workers;
    }

    /** For whatever speaks HTTP in the hub; bound in Camel's registry. */
    public Vertx vertx() {
        return vertx;
    }

    /** The names by which applications may address the hub. */
    public AllowedHosts applicationHosts() {
        return application.hosts();
    }

    /** The server of the port for applications, not yet started. */
    public LimitedHttpServer application(VertxPlatformHttpServerConfiguration configuration) {
        return server(
                "application", configuration, application, application.hosts().areSet());
    }

    LimitedHttpServer management(VertxPlatformHttpServerConfiguration configuration) {
        return server("management", configuration, management, true);
    }

    private LimitedHttpServer server(
            String name, VertxPlatformHttpServerConfiguration configuration, Grant grant, boolean everyPath) {
        ConnectionLimits limits = new ConnectionLimits(name, grant.limits(), descriptors, registry);
        transport.limit(configuration.getBindPort(), limits);
        return new LimitedHttpServer(configuration, limits, grant.hosts(), everyPath);
    }

    @Override
    public Service newHttpManagementServer(
            CamelContext context, HttpManagementServerConfigurationProperties properties) {
        ManagementHttpServer plain = (ManagementHttpServer) super.newHttpManagementServer(context, properties);
        LimitedManagementServer server = new LimitedManagementServer(this);
        server.setCamelContext(context);
        server.setConfiguration(plain.getConfiguration());
        server.setInfoEnabled(properties.isInfoEnabled());
        server.setInfoPath(properties.getInfoPath());
        server.setDevConsoleEnabled(properties.isDevConsoleEnabled());
        server.setHealthCheckEnabled(properties.isHealthCheckEnabled());
        server.setHealthPath(properties.getHealthPath());
        server.setMetricsEnabled(properties.isMetricsEnabled());
        return server;
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
