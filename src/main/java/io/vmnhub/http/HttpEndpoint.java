// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A URL to post to, with its connections, over addresses that have been checked. Redirects are never followed.
 * Thread-safe.
 */
public final class HttpEndpoint implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);

    private final Vertx vertx;
    private final PoolOptions pool;
    private final URI url;
    private final TargetAddresses addresses;
    private final RequestOptions post;
    private final Set<HttpClient> retired = ConcurrentHashMap.newKeySet();
    private volatile HttpClient client;

    /** @throws IllegalArgumentException when the URL's host is written as an address that is not allowed */
    HttpEndpoint(
            Vertx vertx,
            URI url,
            boolean allowPrivateTargets,
            NameService names,
            HttpClientOptions options,
            PoolOptions pool) {
        this.vertx = vertx;
        this.pool = pool;
        this.url = url;
        int port = url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
        addresses = new TargetAddresses(vertx, url.getHost(), port, allowPrivateTargets, names);
        addresses.refuseWrittenAddress();
        post = post(url);
        client = client(options);
    }

    /**
     * The call on a connection reports what goes wrong with it; Vert.x would write a line for each piece of garbage.
     */
    private HttpClient client(HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(connection ->
                        connection.exceptionHandler(broken -> LOG.debug("{}: {}", place(), broken.getMessage())))
                .build();
    }

    /**
     * Connects anew from now on, by these options; what is on its way has {@code grace} to end on the connections there
     * are.
     */
    void renew(HttpClientOptions options, Duration grace) {
        HttpClient old = client;
        client = client(options);
        retired.add(old);
        vertx.setTimer(grace.toMillis(), timer -> {
            retired.remove(old);
            old.close();
        });
    }

    /**
     * An absolute http or https URL without a user in it.
     *
     * @param property the property that holds it, for the refusal, such as {@code webhook: url}
     * @throws IllegalArgumentException when it is none
     */
    public static URI url(String property, String text) {
        URI url;
        try {
            url = URI.create(text.trim());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(property + " is not an absolute http or https URL", e);
        }
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException(
                    property + " " + withoutSecrets(text) + " is not an absolute http or https URL");
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    property + " holds a user, which is not sent; use username and password");
        }
        return url;
    }

    /** Without user, query and fragment, which may hold some. */
    private static String withoutSecrets(String text) {
        return text.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//");
    }

    public Future<HttpAnswer> post(HttpCall call, MultiMap headers, Buffer body) {
        return addresses.next().compose(server -> {
            Future<HttpAnswer> answer = call.send(client, request(server, headers), body);
            return answer.onFailure(e -> addresses.tryAnother());
        });
    }

    private static RequestOptions post(URI url) {
        try {
            return new RequestOptions()
                    .setAbsoluteURI(url.toURL())
                    .setMethod(HttpMethod.POST)
                    .setFollowRedirects(false);
        } catch (MalformedURLException e) {
            throw new IllegalStateException(place(url) + " is not a URL", e);
        }
    }

    private RequestOptions request(SocketAddress server, MultiMap headers) {
        return new RequestOptions(post).setServer(server).setHeaders(headers);
    }

    boolean isTls() {
        return "https".equals(url.getScheme());
    }

    /** The URL as it may be logged: without user, password and query, which may hold secrets. */
    public String place() {
        return place(url);
    }

    private static String place(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort())
                + url.getRawPath();
    }

    @Override
    public void close() {
        client.close();
        retired.forEach(HttpClient::close);
        addresses.close();
    }
}
