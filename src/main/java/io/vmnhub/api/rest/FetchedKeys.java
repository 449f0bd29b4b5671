// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vmnhub.http.JsonClient;
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
public final class FetchedKeys implements TokenKeys {

    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final long FRESH_NANOS = Duration.ofMinutes(15).toNanos();
    /** A stranger's made-up key ids do not make the hub ask its issuer more often than this. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private static final int MOST_KEYS = 50;

    private final Vertx vertx;
    private final String issuer;
    private final String url;
    private final String algorithm;
    private final JWTOptions claims;
    private final JsonClient client;
    private JWTAuth verifier;
    private Set<String> keyIds = Set.of();
    private long fetchedAt;
    private long triedAt = System.nanoTime() - PAUSE_NANOS;
    private Future<Void> underWay = Future.succeededFuture();

    /**
     * @param url where the issuer publishes its keys
     * @param algorithm that tokens are signed by
     * @param claims what tokens must claim
     */
    public FetchedKeys(Vertx vertx, String issuer, String url, String algorithm, JWTOptions claims) {
        this.vertx = vertx;
        this.issuer = issuer;
        this.url = url;
        this.algorithm = algorithm;
        this.claims = claims;
        client = new JsonClient(vertx);
    }

    public String url() {
        return url;
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
        return client.get(url)
                .map(json -> {
                    take(json.getJsonArray("keys", new JsonArray()));
                    return (Void) null;
                })
                .onFailure(e -> LOG.warn("The keys of {} cannot be fetched: {}", issuer, e.getMessage()));
    }

    /** Only keys that others may know: one for signatures, of RSA or an elliptic curve. */
    private void take(JsonArray keys) {
        List<JsonObject> usable = keys.stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .limit(MOST_KEYS)
                .filter(key -> List.of("RSA", "EC").contains(key.getValue("kty"))
                        && !"enc".equals(key.getValue("use"))
                        && algorithm.equals(key.getValue("alg", algorithm)))
                .map(key -> key.copy().put("alg", algorithm))
                .toList();
        if (usable.isEmpty()) {
            throw new IllegalArgumentException("there is no key for " + algorithm);
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
        LOG.info("{} keys of {} fetched", usable.size(), issuer);
    }
}
