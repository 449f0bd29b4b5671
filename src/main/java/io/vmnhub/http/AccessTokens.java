// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * Access tokens by OAuth 2.0 client credentials (RFC 6749 clause 4.4; the client authenticates by HTTP Basic, clause
 * 2.3.1). One token serves all requests; a new one is asked for in the background when four fifths of its life are
 * over, and waited for only when there is none. However many ask, one request is on its way at a time. Thread-safe.
 */
public final class AccessTokens {

    private static final int LONGEST_ANSWER = 65_536;
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration UNSTATED_LIFE = Duration.ofMinutes(5);

    private final ObjectMapper mapper = new ObjectMapper();
    private final Vertx vertx;
    private final HttpEndpoint endpoint;
    private final MultiMap headers;
    private final Buffer body;
    private Token current;
    private Future<Token> pending;

    private record Token(String value, long refreshAt, long expiresAt) {}

    public AccessTokens(Vertx vertx, HttpEndpoint endpoint, String clientId, String clientSecret, String scope) {
        this.vertx = vertx;
        this.endpoint = endpoint;
        String client = encoded(clientId) + ":" + encoded(clientSecret);
        headers = MultiMap.caseInsensitiveMultiMap()
                .add("Content-Type", "application/x-www-form-urlencoded")
                .add("Accept", "application/json")
                .add(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)));
        body = Buffer.buffer(
                "grant_type=client_credentials" + (scope.isBlank() ? "" : "&scope=" + encoded(scope.trim())));
    }

    /** A token that is still good. */
    public synchronized Future<String> token() {
        long now = System.nanoTime();
        if (current != null && now - current.refreshAt() >= 0) {
            Future<Token> next = refresh();
            if (now - current.expiresAt() >= 0) {
                return next.map(Token::value);
            }
        }
        return current == null ? refresh().map(Token::value) : Future.succeededFuture(current.value());
    }

    /** The receiver did not take this token: the next request gets another. */
    public synchronized void refuse(String token) {
        if (current != null && current.value().equals(token)) {
            current = null;
        }
    }

    private Future<Token> refresh() {
        if (pending == null) {
            HttpCall call = new HttpCall(LONGEST_ANSWER, true);
            long deadline = vertx.setTimer(
                    ANSWER_WITHIN.toMillis(),
                    timer -> call.abort("no answer within " + ANSWER_WITHIN.toSeconds() + " s"));
            Future<Token> asked = endpoint.post(call, headers, body)
                    .map(this::read)
                    .transform(done -> {
                        vertx.cancelTimer(deadline);
                        synchronized (this) {
                            pending = null;
                            if (done.succeeded()) {
                                current = done.result();
                                return Future.succeededFuture(current);
                            }
                        }
                        return Future.failedFuture(CallFailedException.theirs(
                                "no access token from " + endpoint.place() + ": "
                                        + done.cause().getMessage(),
                                done.cause()));
                    });
            pending = asked.isComplete() ? null : asked;
            return asked;
        }
        return pending;
    }

    private Token read(HttpAnswer answer) {
        if (!answer.ok()) {
            throw new IllegalStateException("answered " + answer.status());
        }
        JsonNode json;
        try {
            json = mapper.readTree(answer.body().getBytes());
        } catch (IOException e) {
            throw new IllegalStateException("the answer is not JSON", e);
        }
        String value = json.path("access_token").asText("");
        if (value.isEmpty() || !json.path("token_type").asText("bearer").equalsIgnoreCase("bearer")) {
            throw new IllegalStateException("the answer holds no bearer token");
        }
        long life = json.path("expires_in").asLong(0) > 0
                ? Duration.ofSeconds(json.path("expires_in").asLong()).toNanos()
                : UNSTATED_LIFE.toNanos();
        long now = System.nanoTime();
        return new Token(value, now + life / 5 * 4, now + life);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
