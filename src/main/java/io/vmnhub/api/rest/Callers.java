// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.api.rest;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the application behind a request by its API key ({@code X-API-Key}, or as bearer token) or its JWT. Immutable
 * and thread-safe.
 */
final class Callers {

    private static final int LEEWAY_SECONDS = 30;

    private final Map<String, Caller> byKey = new HashMap<>();
    private final List<Issuer> issuers = new ArrayList<>();

    private record Issuer(ApiSettings.Jwt jwt, Caller caller, TokenKeys keys) {}

    /** @throws IllegalArgumentException when a key belongs to two applications, or a public key cannot be read */
    Callers(Vertx vertx, Map<String, ApiSettings> applications) {
        applications.forEach((application, settings) -> {
            for (ApiSettings.ApiKey key : settings.keys()) {
                if (byKey.put(key.sha256().toLowerCase(Locale.ROOT), new Caller(application, settings, key.name()))
                        != null) {
                    throw new IllegalArgumentException(
                            "the API key " + key.name() + " of application " + application + " is there twice");
                }
            }
            settings.jwt()
                    .ifPresent(jwt -> issuers.add(new Issuer(
                            jwt, new Caller(application, settings, jwt.subject()), keys(vertx, application, jwt))));
        });
    }

    private static TokenKeys keys(Vertx vertx, String application, ApiSettings.Jwt jwt) {
        JWTOptions claims = new JWTOptions()
                .setIssuer(jwt.issuer())
                .addAudience(jwt.audience())
                .setLeeway(LEEWAY_SECONDS);
        if (!jwt.keysUrl().isBlank()) {
            return new FetchedKeys(vertx, jwt.issuer(), jwt.keysUrl(), jwt.algorithm(), claims);
        }
        try {
            JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(claims);
            jwt.publicKeys()
                    .forEach(key -> options.addPubSecKey(
                            new PubSecKeyOptions().setAlgorithm(jwt.algorithm()).setBuffer(key)));
            Future<JWTAuth> verifier = Future.succeededFuture(JWTAuth.create(vertx, options));
            return keyId -> verifier;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(
                    "the public key for tokens of application " + application + " cannot be used: " + e.getMessage(),
                    e);
        }
    }

    /** What a request shows; empty when that is nothing. */
    static String credential(HttpServerRequest request) {
        String authorization = request.getHeader("Authorization");
        String presented = authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? authorization.substring(7)
                : request.getHeader("X-API-Key");
        return presented == null ? "" : presented.trim();
    }

    /** Fails with a {@link ProblemException} 401 when nobody is found. */
    Future<Caller> of(HttpServerRequest request) {
        String presented = credential(request);
        if (presented.isEmpty()) {
            return refuse("an API key or a token is needed");
        }
        Caller known = byKey.get(sha256(presented));
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return presented.chars().filter(c -> c == '.').count() == 2
                ? byToken(presented)
                : refuse("the API key is not known");
    }

    private Future<Caller> byToken(String token) {
        JsonObject header;
        JsonObject claims;
        try {
            header = part(token, 0);
            claims = part(token, 1);
        } catch (RuntimeException e) {
            return refuse("the token cannot be read");
        }
        for (Issuer issuer : issuers) {
            if (issuer.jwt().issuer().equals(claims.getValue("iss"))
                    && issuer.jwt().subject().equals(claims.getValue("sub"))
                    && claims.getValue("exp") instanceof Number) {
                return issuer.keys()
                        .forKey(header.getValue("kid") instanceof String id ? id : "")
                        .compose(verifier -> verifier.authenticate(new TokenCredentials(token))
                                .map(issuer.caller())
                                .recover(e -> refuse("the token is not valid")));
            }
        }
        return refuse("the token's issuer or subject is not known, or it has no end");
    }

    private static JsonObject part(String token, int number) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.")[number]), StandardCharsets.UTF_8));
    }

    private static Future<Caller> refuse(String why) {
        return Future.failedFuture(ProblemException.of(401, why));
    }

    static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
