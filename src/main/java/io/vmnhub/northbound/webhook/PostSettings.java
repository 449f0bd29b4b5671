package io.vmnhub.northbound.webhook;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How a URL is posted to.
 *
 * @param url                 absolute, http or https
 * @param allowPrivateTargets whether it may lead to private, loopback and link-local addresses
 * @param http2               whether HTTP/2 is offered over TLS
 * @param tls                 what the client brings to TLS; empty for nothing of its own
 * @param confirmWithin       how long an answer may take in all
 * @param connectTimeout      how long connecting alone may take
 * @param maxConnections      connections, and so calls under way, at a time; as many again may wait for one
 * @param circuitCalls        how many of the last attempts decide whether the circuit opens
 * @param circuitOpenFor      how long an open circuit stays open before it is tried
 */
public record PostSettings(URI url, boolean allowPrivateTargets, boolean http2, Optional<TlsSettings> tls, Duration confirmWithin,
                           Duration connectTimeout, int maxConnections, int circuitCalls, Duration circuitOpenFor) {

    private static final int KEEP_ALIVE_SECONDS = 15;
    private static final int STREAMS_A_CONNECTION = 100;

    /** An absolute http or https URL without a user in it. @throws IllegalArgumentException when it is none */
    public static URI url(String property, String text) {
        return HttpEndpoint.url(property, text);
    }

    HttpEndpoint endpoint(Vertx vertx) {
        Duration connectWithin = connectTimeout.compareTo(confirmWithin) < 0 ? connectTimeout : confirmWithin;
        HttpClientOptions options = new HttpClientOptions().setConnectTimeout(Math.toIntExact(connectWithin.toMillis()))
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS).setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS);
        PoolOptions pool = new PoolOptions().setHttp1MaxSize(maxConnections).setMaxWaitQueueSize(maxConnections);
        if ("https".equals(url.getScheme())) {
            tls.ifPresent(settings -> settings.applyTo(options));
            if (http2) {
                options.setProtocolVersion(HttpVersion.HTTP_2).setUseAlpn(true).setHttp2MultiplexingLimit(STREAMS_A_CONNECTION);
                pool.setHttp2MaxSize(Math.max(1, maxConnections / STREAMS_A_CONNECTION));
            }
        }
        return new HttpEndpoint(vertx, url, allowPrivateTargets, options, pool);
    }
}
