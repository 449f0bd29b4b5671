// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's keys as it publishes them: a JSON Web Key Set (RFC 7517), fetched when a token first comes, again every
 * quarter of an hour, and when a token names a key that is not known, so that an issuer may replace its keys at any
 * time. While they cannot be fetched the old ones stay.
 */
final class FetchedKeys implements TokenKeys {

    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final long FRESH_NANOS = Duration.ofMinutes(15).toNanos();
    /** A stranger's made-up key ids do not make the hub ask its issuer more often than this. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int LONGEST = 262_144;
    private static final int MOST_KEYS = 50;

    private final Vertx vertx;
    private final ApiSettings.Jwt jwt;
    private final JWTOptions claims;
    private final HttpClient client;
    private JWTAuth verifier;
    private Set<String> keyIds = Set.of();
    private long fetchedAt;
    private long triedAt = System.nanoTime() - PAUSE_NANOS;
    private Future<Void> underWay = Future.succeededFuture();

    FetchedKeys(Vertx vertx, ApiSettings.Jwt jwt, JWTOptions claims) {
        this.vertx = vertx;
        this.jwt = jwt;
        this.claims = claims;
        client = vertx.createHttpClient(new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setMaxPoolSize(1)
                .setIdleTimeout(10)
                .setKeepAliveTimeout(5));
    }

    @Override
    public Future<JWTAuth> forKey(String keyId) {
        Future<Void> fetched;
        synchronized (this) {
            long now = System.nanoTime();
            boolean wanted =
                    verifier == null || !keyId.isEmpty() && !keyIds.contains(keyId) || now - fetchedAt > FRESH_NANOS;
            if (wanted && underWay.isComplete() && now - triedAt >= PAUSE_NANOS) {
                triedAt = now;
                underWay = fetch();
            }
            // old keys serve while new ones are fetched, unless the token needs a new one
            fetched = verifier != null && (keyId.isEmpty() || keyIds.contains(keyId))
                    ? Future.succeededFuture()
                    : underWay;
        }
        return fetched.transform(done -> {
            synchronized (this) {
                return verifier != null
                        ? Future.succeededFuture(verifier)
                        : Future.failedFuture(
                                ProblemException.of(503, "the keys of the tokens' issuer cannot be had at the moment"));
            }
        });
    }

    private Future<Void> fetch() {
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(jwt.keysUrl())
                        .setTimeout(10_000))
                .compose(request -> request.send().compose(FetchedKeys::body))
                .map(body -> {
                    take(new JsonObject(body).getJsonArray("keys", new JsonArray()));
                    return (Void) null;
                })
                .onFailure(e -> LOG.warn("The keys of {} cannot be fetched: {}", jwt.issuer(), e.getMessage()));
    }

    private static Future<Buffer> body(HttpClientResponse answer) {
        if (answer.statusCode() != 200) {
            return Future.failedFuture("it answers " + answer.statusCode());
        }
        Buffer body = Buffer.buffer();
        answer.handler(part -> {
            body.appendBuffer(part);
            if (body.length() > LONGEST) {
                answer.request().reset();
            }
        });
        return answer.end().map(body);
    }

    /** Only keys that others may know: one for signatures, of RSA or an elliptic curve. */
    private void take(JsonArray keys) {
        List<JsonObject> usable = keys.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .limit(MOST_KEYS)
                .filter(key -> List.of("RSA", "EC").contains(key.getValue("kty"))
                        && !"enc".equals(key.getValue("use"))
                        && jwt.algorithm().equals(key.getValue("alg", jwt.algorithm())))
                .map(key -> key.copy().put("alg", jwt.algorithm()))
                .toList();
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("there is no key for " + jwt.algorithm());
        }
        JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(claims);
        usable.forEach(options::addJwk);
        JWTAuth made = JWTAuth.create(vertx, options);
        Set<String> ids = new HashSet<>();
        usable.forEach(key -> ids.add(key.getString("kid", "")));
        synchronized (this) {
            verifier = made;
            keyIds = ids;
            fetchedAt = System.nanoTime();
        }
        LOG.info("{} keys of {} fetched", usable.size(), jwt.issuer());
    }
}
