// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that one sink talks to, with the same TLS: the receiver, and where access tokens come from. The files
 * with certificates are looked at every {@value #LOOK_SECONDS} seconds; when they have changed, connections are made
 * anew. Files that cannot be used are reported, and the connections stay as they are.
 */
public final class SinkEndpoints implements AutoCloseable {

    static final int LOOK_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(SinkEndpoints.class);
    private static final int STREAMS_A_CONNECTION = 100;
    private static final int KEEP_ALIVE_SECONDS = 15;

    private final Vertx vertx;
    private final TlsSettings tls;
    private final PostSettings settings;
    private final NameService names;
    private final Map<HttpEndpoint, HttpClientOptions> endpoints = new LinkedHashMap<>();
    private byte[] seen;
    private long timer = -1;

    /** @throws IOException when the files with certificates cannot be read */
    public SinkEndpoints(Vertx vertx, PostSettings settings, NameService names) throws IOException {
        this.vertx = vertx;
        tls = settings.tls().orElseGet(TlsSettings::none);
        this.settings = settings;
        this.names = names;
        seen = tls.content();
        if (!tls.isEmpty()) {
            timer = vertx.setPeriodic(Duration.ofSeconds(LOOK_SECONDS).toMillis(), tick -> poll());
        }
    }

    /**
     * @param inFlight requests on their way at a time
     * @param connections HTTP/1.1 carries one request on each, HTTP/2 up to {@value #STREAMS_A_CONNECTION}
     * @param waiting how many more may wait; -1 when callers bound it
     * @throws Exception when the certificates cannot be used, or the URL's host is an address that is not allowed
     */
    public synchronized HttpEndpoint connect(URI target, int inFlight, int connections, int waiting) throws Exception {
        HttpClientOptions plain = new HttpClientOptions()
                .setConnectTimeout(Math.toIntExact(settings.connectWithin().toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS);
        PoolOptions pool = new PoolOptions()
                .setHttp1MaxSize(Math.min(inFlight, connections))
                .setMaxWaitQueueSize(waiting);
        HttpClientOptions options = new HttpClientOptions(plain);
        if ("https".equals(target.getScheme())) {
            if (settings.http2()) {
                int shared = Math.min(connections, (inFlight + STREAMS_A_CONNECTION - 1) / STREAMS_A_CONNECTION);
                pool.setHttp2MaxSize(shared);
                plain.setProtocolVersion(HttpVersion.HTTP_2)
                        .setUseAlpn(true)
                        .setHttp2MultiplexingLimit(Math.min(STREAMS_A_CONNECTION, inFlight / shared));
            }
            options = new HttpClientOptions(plain);
            tls.applyTo(options, vertx);
        }
        HttpEndpoint endpoint = new HttpEndpoint(vertx, target, settings.allowPrivateTargets(), names, options, pool);
        endpoints.put(endpoint, plain);
        return endpoint;
    }

    private void poll() {
        vertx.executeBlocking(
                        () -> {
                            renew();
                            return null;
                        },
                        false)
                .onFailure(e -> LOG.warn(
                        "Receiver {}: its certificates have changed but cannot be used: {}",
                        settings.url().getHost(),
                        e.getMessage()));
    }

    private synchronized void renew() throws Exception {
        byte[] now = tls.content();
        if (Arrays.equals(now, seen)) {
            return;
        }
        seen = now;
        Map<HttpEndpoint, HttpClientOptions> renewed = new LinkedHashMap<>();
        for (Map.Entry<HttpEndpoint, HttpClientOptions> one : endpoints.entrySet()) {
            HttpClientOptions options = new HttpClientOptions(one.getValue());
            if (one.getKey().isTls()) {
                tls.applyTo(options, vertx);
                renewed.put(one.getKey(), options);
            }
        }
        renewed.forEach((endpoint, options) -> endpoint.renew(options, settings.confirmWithin()));
        LOG.info(
                "Receiver {}: its certificates are in use as they are now",
                settings.url().getHost());
    }

    @Override
    public synchronized void close() {
        vertx.cancelTimer(timer);
        endpoints.keySet().forEach(HttpEndpoint::close);
        endpoints.clear();
    }
}
