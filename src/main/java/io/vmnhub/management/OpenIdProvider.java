// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.management;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vmnhub.api.rest.FetchedKeys;
import io.vmnhub.http.JsonClient;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * An OpenID provider: its metadata (OpenID Connect Discovery 1.0), its token endpoint, and its keys, which ID tokens
 * are verified by. Metadata are asked for when somebody signs in, and kept for a quarter of an hour. Thread-safe.
 */
final class OpenIdProvider {

    private static final long FRESH_NANOS = Duration.ofMinutes(15).toNanos();
    private static final int LEEWAY_SECONDS = 30;

    private final Vertx vertx;
    private final OpenIdSettings settings;
    private final JsonClient client;
    private Metadata known;
    private long knownAt;

    /** What the provider says of itself. */
    record Metadata(String authorizationEndpoint, String tokenEndpoint, FetchedKeys keys) {}

    OpenIdProvider(Vertx vertx, OpenIdSettings settings) {
        this.vertx = vertx;
        this.settings = settings;
        client = new JsonClient(vertx);
    }

    /** Fails when it cannot be had, or is another issuer's. */
    Future<Metadata> metadata() {
        synchronized (this) {
            if (known != null && System.nanoTime() - knownAt < FRESH_NANOS) {
                return Future.succeededFuture(known);
            }
        }
        String address = settings.issuer().replaceFirst("/$", "") + "/.well-known/openid-configuration";
        return client.get(address).map(this::read);
    }

    private Metadata read(JsonObject json) {
        if (!settings.issuer().equals(json.getValue("issuer"))) {
            throw new IllegalStateException("its metadata are those of another issuer: " + json.getValue("issuer"));
        }
        JWTOptions claims = new JWTOptions()
                .setIssuer(settings.issuer())
                .addAudience(settings.clientId())
                .setLeeway(LEEWAY_SECONDS);
        synchronized (this) {
            String keysUrl = address(json, "jwks_uri");
            FetchedKeys keys = known != null && known.keys().url().equals(keysUrl)
                    ? known.keys()
                    : new FetchedKeys(vertx, settings.issuer(), keysUrl, settings.algorithm(), claims);
            known = new Metadata(address(json, "authorization_endpoint"), address(json, "token_endpoint"), keys);
            knownAt = System.nanoTime();
            return known;
        }
    }

    private static String address(JsonObject json, String name) {
        if (json.getValue(name) instanceof String address && address.matches("https?://\\S+")) {
            return address;
        }
        throw new IllegalStateException("its metadata have no " + name);
    }

    /**
     * Exchanges an authorization code for the claims of an ID token that is verified: by its signature, issuer,
     * audience, times and nonce (OpenID Connect Core 1.0 clause 3.1.3.7).
     *
     * @param verifier of PKCE (RFC 7636)
     */
    Future<JsonObject> claims(String code, String verifier, String nonce) {
        return metadata()
                .compose(metadata -> client.post(metadata.tokenEndpoint(), headers(), form(code, verifier))
                        .compose(answer -> verified(metadata, answer.getValue("id_token"), nonce)));
    }

    private MultiMap headers() {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        if (!settings.clientSecret().isEmpty()) {
            String client = encoded(settings.clientId()) + ":" + encoded(settings.clientSecret());
            headers.add(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)));
        }
        return headers;
    }

    private String form(String code, String verifier) {
        return "grant_type=authorization_code&code=" + encoded(code) + "&redirect_uri="
                + encoded(settings.redirectUrl()) + "&code_verifier=" + encoded(verifier) + "&client_id="
                + encoded(settings.clientId());
    }

    private Future<JsonObject> verified(Metadata metadata, Object token, String nonce) {
        if (!(token instanceof String idToken) || idToken.split("\\.").length != 3) {
            return Future.failedFuture(new IllegalStateException("its answer has no ID token"));
        }
        return metadata.keys()
                .forKey(keyId(idToken))
                .compose(verifier -> verifier.authenticate(new TokenCredentials(idToken)))
                .map(user -> {
                    JsonObject claims = part(idToken, 1);
                    require(claims.getValue("exp") instanceof Number, "has no end");
                    require(claims.getValue("sub") instanceof String, "has no subject");
                    require(nonce.equals(claims.getValue("nonce")), "is not for this sign-in: its nonce is another");
                    Object party = claims.getValue("azp");
                    require(party == null || settings.clientId().equals(party), "is for another client");
                    return claims;
                });
    }

    private static void require(boolean fulfilled, String problem) {
        if (!fulfilled) {
            throw new IllegalStateException("its ID token " + problem);
        }
    }

    private static String keyId(String token) {
        return part(token, 0).getValue("kid") instanceof String id ? id : "";
    }

    private static JsonObject part(String token, int number) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.")[number]), StandardCharsets.UTF_8));
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
