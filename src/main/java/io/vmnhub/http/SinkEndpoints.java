// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import io.vmnhub.tls.CertificateWatch;
import io.vmnhub.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;

/**
 * The servers that one sink talks to, with the same TLS: the receiver, and where access tokens come from. When the
 * files with certificates have changed, connections are made anew.
 */
final class SinkEndpoints implements AutoCloseable {

    private static final int STREAMS_A_CONNECTION = 100;
    private static final int KEEP_ALIVE_SECONDS = 15;

    private final Vertx vertx;
    private final TlsFiles tls;
    private final PostSettings settings;
    private final NameService names;
    private final Map<HttpEndpoint, HttpClientOptions> endpoints = new LinkedHashMap<>();
    private final CertificateWatch.Use certificates;

    /** @param place the receiver, for the log */
    SinkEndpoints(PostContext context, PostSettings settings, String place) {
        vertx = context.vertx();
        names = context.names();
        tls = settings.tls().orElse(TlsFiles.NONE);
        this.settings = settings;
        certificates = context.certificates().watch(place, tls, this::renew);
    }

    /**
     * @param inFlight requests on their way at a time
     * @param connections HTTP/1.1 carries one request on each, HTTP/2 up to {@value #STREAMS_A_CONNECTION}
     * @param waiting how many more may wait; -1 when callers bound it
     * @throws IOException when the certificates cannot be used
     * @throws IllegalArgumentException when the URL's host is an address that is not allowed
     */
    synchronized HttpEndpoint connect(URI target, int inFlight, int connections, int waiting) throws IOException {
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
            apply(options);
        }
        HttpEndpoint endpoint = new HttpEndpoint(vertx, target, settings.allowPrivateTargets(), names, options, pool);
        endpoints.put(endpoint, plain);
        return endpoint;
    }

    private void apply(HttpClientOptions options) throws IOException {
        Optional<KeyManager[]> keys = tls.keyManagers();
        keys.ifPresent(managers -> options.setKeyCertOptions(KeyCertOptions.wrap((X509KeyManager) managers[0])));
        Optional<TrustManager[]> trust = tls.trustManagers();
        trust.ifPresent(managers -> options.setTrustOptions(TrustOptions.wrap(managers[0])));
    }

    private synchronized void renew() throws IOException {
        Map<HttpEndpoint, HttpClientOptions> renewed = new LinkedHashMap<>();
        for (Map.Entry<HttpEndpoint, HttpClientOptions> one : endpoints.entrySet()) {
            HttpClientOptions options = new HttpClientOptions(one.getValue());
            if (one.getKey().isTls()) {
                apply(options);
                renewed.put(one.getKey(), options);
            }
        }
        renewed.forEach((endpoint, options) -> endpoint.renew(options, settings.confirmWithin()));
    }

    @Override
    public synchronized void close() {
        certificates.close();
        endpoints.keySet().forEach(HttpEndpoint::close);
        endpoints.clear();
    }
}
